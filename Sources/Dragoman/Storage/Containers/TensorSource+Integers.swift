extension TensorSource {
  /// Copies some rows of a quantised matrix as the integers that they are, for those who compute with
  /// integers; a vector is one row.
  ///
  /// - Parameters:
  ///   - shape: The shape that the tensor must have.
  ///   - rows: Which rows, of the transpose if that is what is copied.
  ///   - isTransposed: Whether the columns of the tensor become rows.
  ///   - target: Room for a byte an element.
  /// - Returns: What the integers are to be divided by: one number a row of `rows`.
  /// - Throws: ``InputError`` when the tensor is missing, or of another shape, or not quantised to int8.
  package func copyQuantized(
    _ name: String, shape: [Int], rows: Range<Int>, isTransposed: Bool = false,
    into target: UnsafeMutablePointer<Int8>
  ) throws -> [Float] {
    let tensor = try tensor(name, shape: shape, type: .int8)
    let matrix = isTransposed ? tensor.matrix.transposed : tensor.matrix
    precondition(rows.lowerBound >= 0 && rows.upperBound <= matrix.rows, "rows of the tensor")
    let bytes = try bytes(of: name)
    bytes.withBytes { bytes in
      for row in rows {
        for column in 0..<matrix.columns {
          target[(row - rows.lowerBound) * matrix.columns + column] = Int8(
            bitPattern: bytes[row * matrix.rowStride + column * matrix.columnStride])
        }
      }
    }
    switch tensor.multiplier {
    case .none: throw InputError(path, "\(name) has integers, but not what they stand for.")
    case .whole(let multiplier): return Array(repeating: multiplier, count: rows.count)
    case .maxima(let name): return try scales(name, of: tensor, rows).map { 127 / $0 }
    case .tensor(let multipliers):
      let scales = try scales(
        multipliers, of: tensor, isTransposed ? 0..<tensor.matrix.rows : rows)
      guard scales.count == 1 || !isTransposed else {
        throw InputError(path, "\(name) has a multiplier for each row, expected one for all.")
      }
      return scales.count == 1 ? Array(repeating: scales[0], count: rows.count) : scales
    }
  }

  /// A tensor of whole numbers of 8, 32 or 64 bits, in row-major order.
  ///
  /// - Returns: `nil` when there is no such tensor, or its numbers are not whole.
  package func integers(_ name: String) throws -> [Int]? {
    guard let tensor = self[name], !tensor.isQuantized else { return nil }
    let matrix = tensor.matrix
    func all<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) throws -> [Int] {
      try bytes(of: name).withBytes { bytes in
        (0..<tensor.count).map { index in
          let (row, column) = index.quotientAndRemainder(dividingBy: matrix.columns)
          let place = row * matrix.rowStride + column * matrix.columnStride
          return Int(
            bytes.loadUnaligned(
              fromByteOffset: place * MemoryLayout<Number>.size, as: Number.self))
        }
      }
    }
    return switch tensor.type {
    case .int8: try all(Int8.self)
    case .uint8, .bool: try all(UInt8.self)
    case .int16: try all(Int16.self)
    case .int32: try all(Int32.self)
    case .int64: try all(Int64.self)
    case .float16, .bfloat16, .float32, .float64: nil
    }
  }

  /// Text that a file keeps as a vector of int8 with a NUL behind it, as Marian does its configuration.
  ///
  /// - Returns: `nil` when there is none.
  /// - Throws: ``InputError`` when it is not UTF-8.
  package func text(_ name: String) throws -> String? {
    guard let tensor = self[name], tensor.type == .int8 || tensor.type == .uint8 else { return nil }
    return try bytes(of: name).withBytes { bytes in
      guard
        let text = String(validating: bytes.prefix(tensor.count).prefix { $0 != 0 }, as: UTF8.self)
      else { throw InputError(path, "\(name) is not UTF-8.", remedy: ByteCursor.remedy) }
      return text
    }
  }
}
