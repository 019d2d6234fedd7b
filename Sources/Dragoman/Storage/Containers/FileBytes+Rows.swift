extension FileBytes {
  /// Writes some rows of a matrix, whose elements these bytes hold, as float32.
  ///
  /// - Parameter target: Room for the rows, which are written one after the other.
  func copy(
    _ rows: Range<Int>, of matrix: StoredTensor.Matrix, _ type: ElementType,
    into target: UnsafeMutablePointer<Float>
  ) {
    guard !rows.isEmpty, matrix.columns > 0 else { return }
    withBytes { bytes in
      func elements(from first: Int, _ count: Int) -> UnsafeRawBufferPointer {
        let start = first * type.size
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + count * type.size])
      }
      if matrix.columnStride == 1 && matrix.rowStride == matrix.columns {
        let first = rows.lowerBound * matrix.columns
        type.convert(elements(from: first, rows.count * matrix.columns), to: target)
        drop(first * type.size..<(first + rows.count * matrix.columns) * type.size)
      } else if matrix.columnStride == 1 || matrix.columns == 1 {
        for row in rows {
          type.convert(
            elements(from: row * matrix.rowStride, matrix.columns),
            to: target + (row - rows.lowerBound) * matrix.columns)
        }
      } else {
        copyColumns(rows, of: matrix, type, elements, into: target)
        // All rows are on each page, so pages are needed until the last.
        if rows.upperBound == matrix.rows { drop(0..<bytes.count) }
      }
    }
  }

  /// Goes through the columns, in which neighbours lie together if they do anywhere.
  private func copyColumns(
    _ rows: Range<Int>, of matrix: StoredTensor.Matrix, _ type: ElementType,
    _ elements: (_ first: Int, _ count: Int) -> UnsafeRawBufferPointer,
    into target: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows.count) { column in
      guard let values = column.baseAddress else { return }
      for index in 0..<matrix.columns {
        let first = rows.lowerBound * matrix.rowStride + index * matrix.columnStride
        if matrix.rowStride == 1 {
          type.convert(elements(first, rows.count), to: values)
        } else {
          for row in 0..<rows.count {
            type.convert(elements(first + row * matrix.rowStride, 1), to: values + row)
          }
        }
        for row in 0..<rows.count { target[row * matrix.columns + index] = values[row] }
      }
    }
  }
}
