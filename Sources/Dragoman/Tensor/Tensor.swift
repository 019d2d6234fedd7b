/// A view of float32 numbers as a matrix: `rows` × `columns`, row-major, `stride` floats apart.
///
/// Everything the model computes is such a matrix: one row a token, since a batch is a ragged
/// concatenation of sentences. A tensor does not own its memory. Activations live in an ``Arena``
/// until it is reset, parameters as long as their ``ParameterBuffer``.
///
/// It can cross threads; that no two of them write the same rows is seen to by the owners, who give
/// each worker an arena and gradients of its own.
package struct Tensor: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Float>
  package let rows: Int
  package let columns: Int
  package let stride: Int

  package init(base: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// The number of elements.
  package var count: Int { rows * columns }

  /// The address of a row's first element.
  package func row(_ index: Int) -> UnsafeMutablePointer<Float> { base + index * stride }

  /// The same memory seen through some of the rows.
  package func rows(_ range: Range<Int>) -> Tensor {
    Tensor(base: row(range.lowerBound), rows: range.count, columns: columns, stride: stride)
  }

  /// The same memory seen through some of the columns.
  package func columns(_ range: Range<Int>) -> Tensor {
    Tensor(base: base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }
}
