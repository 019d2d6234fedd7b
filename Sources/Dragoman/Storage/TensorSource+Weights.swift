extension TensorSource {
  /// Copies a parameter of a model as float32.
  ///
  /// - Parameter shape: The shape that the tensor must have.
  /// - Throws: ``InputError`` when it is missing, of another shape or type, or not all of it are finite numbers.
  func copyWeights(_ name: String, shape: [Int], into target: UnsafeMutablePointer<Float>) throws {
    let rows = try tensor(name, shape: shape).matrix.rows
    try copyWeights(name, shape: shape, rows: 0..<rows, into: target)
  }

  /// Copies some rows of a parameter as float32, or of a vector seen as one row.
  ///
  /// - Parameters:
  ///   - rows: Which rows, of the transpose if that is what is copied.
  ///   - isTransposed: Whether the columns of the tensor become rows.
  /// - Throws: ``InputError`` as ``copyWeights(_:shape:into:)`` does.
  func copyWeights(
    _ name: String, shape: [Int], rows: Range<Int>, isTransposed: Bool = false,
    into target: UnsafeMutablePointer<Float>
  ) throws {
    let columns = isTransposed ? shape.dropLast().reduce(1, *) : shape.last ?? 1
    // So many at a time that they are still in the processor's cache when they are looked at.
    let step = max(1, (1 << 16) / max(1, columns))
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      let part = first..<min(first + step, rows.upperBound)
      let place = target + (first - rows.lowerBound) * columns
      try copy(name, shape: shape, rows: part, isTransposed: isTransposed, into: place)
      let weights = UnsafeBufferPointer(start: place, count: part.count * columns)
      guard weights.haveAnyNotFinite, let fault = weights.firstIndex(where: { !$0.isFinite }) else {
        continue
      }
      throw InputError(
        path,
        "\(name) has weights that are no finite numbers: of \(shape), number "
          + "\(first * columns + fault + 1) is \(weights[fault]).",
        remedy: "Use weights from before training went wrong, or copy the file again.")
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// Whether a number is infinite or none: its exponent is the largest, so that one more carries into the sign's
  /// place. Without branches, so that the loop is done on whole vectors.
  fileprivate var haveAnyNotFinite: Bool {
    var sums: UInt32 = 0
    for number in self { sums |= number.magnitude.bitPattern &+ 0x0080_0000 }
    return sums >> 31 == 1
  }
}
