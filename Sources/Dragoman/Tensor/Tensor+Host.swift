import Glibc

/// All that the host does with the elements of tensors itself, without a kernel.
extension Tensor {
  /// The element at a row and a column; for tests and for single look-ups.
  package subscript(row: Int, column: Int) -> Float {
    get { base[row * stride + column] }
    nonmutating set { base[row * stride + column] = newValue }
  }

  /// A copy of the elements, row after row.
  package var values: [Float] {
    (0..<rows).flatMap { UnsafeBufferPointer(start: row($0), count: columns) }
  }

  /// The column of each row's largest element, the first of several.
  package var largestColumns: [Int32] {
    (0..<rows).map { row in
      let values = UnsafeBufferPointer(start: self.row(row), count: columns)
      return Int32(values.indices.max { values[$0] < values[$1] } ?? 0)
    }
  }

  /// Makes every element zero. Rows follow each other without a gap.
  func clear() { base.update(repeating: 0, count: count) }

  /// Takes over the elements of a tensor of the same shape, which may lie over this one. Rows of both follow
  /// each other without a gap.
  func copy(_ other: Tensor) { memmove(base, other.base, other.count * MemoryLayout<Float>.stride) }

  /// Takes over one row of another tensor with as many columns.
  package func copyRow(_ index: Int, from other: Tensor, row: Int) {
    self.row(index).update(from: other.row(row), count: other.columns)
  }
}
