/// What a file says of a tensor that it holds. It is checked: the elements lie inside their bytes.
package struct StoredTensor {
  /// How integers become the weights that they stand for: what they are to be divided by, but for the last.
  enum Multiplier {
    /// They are what they are.
    case none
    /// One number for all.
    case whole(Float)
    /// Another tensor: one number for all, or one for each row.
    case tensor(String)
    /// Another tensor: for each row the weight that 127 stands for.
    case maxima(String)
  }

  /// Rows first; empty for a single number.
  package let shape: [Int]
  package let type: ElementType
  let multiplier: Multiplier
  /// Elements from one row to the next, and from one column to the next.
  private let strides: (row: Int, column: Int)

  /// A tensor whose elements lie in row-major order at the beginning of their bytes.
  ///
  /// - Returns: `nil` when so many elements do not fit into so many bytes.
  init?(shape: [Int], type: ElementType, bytes: Int, multiplier: Multiplier = .none) {
    guard let needed = Self.size(of: shape, type), needed <= bytes else { return nil }
    self.shape = shape
    self.type = type
    self.multiplier = multiplier
    strides = (shape.last ?? 1, 1)
  }

  /// A matrix or a vector whose elements lie anywhere.
  ///
  /// - Parameter strides: Elements from one to the next along each dimension.
  /// - Returns: `nil` when some element does not lie inside so many bytes, or there are more elements than
  ///   these hold, or those of more than two dimensions are not in row-major order.
  init?(
    shape: [Int], strides: [Int], type: ElementType, bytes: Int, multiplier: Multiplier = .none
  ) {
    guard let size = Self.size(of: shape, type), size <= bytes, shape.count == strides.count,
      strides.allSatisfy({ $0 >= 0 })
    else { return nil }
    // The place behind the last element.
    var end = shape.contains(0) ? 0 : 1
    for (size, stride) in zip(shape, strides) where end > 0 {
      let (step, overflows) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflowsToo) = end.addingReportingOverflow(step)
      guard !overflows, !overflowsToo else { return nil }
      end = sum
    }
    guard end <= bytes / type.size else { return nil }
    self.shape = shape
    self.type = type
    self.multiplier = multiplier
    switch shape.count {
    case 0: self.strides = (1, 1)
    case 1: self.strides = (1, strides[0])
    case 2: self.strides = (strides[0], strides[1])
    default:
      guard Self.isRowMajor(shape, strides) else { return nil }
      self.strides = (shape[shape.count - 1], 1)
    }
  }

  /// Elements of the tensor.
  var count: Int { shape.reduce(1, *) }

  /// Its bytes, were they in row-major order; `nil` when that is no number.
  static func size(of shape: [Int], _ type: ElementType) -> Int? {
    // A dimension of 0 would hide the others, of which products are made elsewhere.
    guard shape.count <= 8, shape.allSatisfy({ $0 >= 0 }) else { return nil }
    var size = type.size
    for dimension in shape {
      let (product, overflows) = size.multipliedReportingOverflow(by: max(dimension, 1))
      guard !overflows else { return nil }
      size = product
    }
    return shape.contains(0) ? 0 : size
  }

  private static func isRowMajor(_ shape: [Int], _ strides: [Int]) -> Bool {
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      guard stride == expected || shape.contains(0) else { return false }
      expected *= size
    }
    return true
  }
}

extension Sequence<StoredTensor> {
  /// Sees that tensors which share bytes do so within reason, so that a small file cannot ask for much memory.
  /// A model shares a table of embeddings up to four times, and small vectors that happen to be equal.
  ///
  /// - Throws: ``InputError`` when all together have more than 8 times `size` bytes.
  func checkTotal(of size: Int, path: String) throws {
    var total = 0
    for tensor in self {
      let (sum, overflows) = total.addingReportingOverflow(tensor.count * tensor.type.size)
      guard !overflows, sum / 8 <= size + 1 << 20 else {
        throw InputError(
          path,
          "its tensors have more than 8 times its \(size) bytes: too many share the same ones.",
          remedy: ByteCursor.remedy)
      }
      total = sum
    }
  }
}

extension StoredTensor {
  /// A tensor as a matrix: a vector is one row, and more dimensions than two are as many rows.
  struct Matrix {
    var rows: Int
    var columns: Int
    /// Elements from one row to the next.
    var rowStride: Int
    /// Elements from one column to the next.
    var columnStride: Int

    /// The same elements with rows for columns.
    var transposed: Matrix {
      Matrix(rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
    }
  }

  var matrix: Matrix {
    let columns = shape.last ?? 1
    return Matrix(
      rows: shape.dropLast().reduce(1, *), columns: columns, rowStride: strides.row,
      columnStride: strides.column)
  }
}
