internal import CKernels

/// A factor of a product: a matrix, or the transpose of one.
package protocol ProductFactor {
  var rows: Int { get }
  var columns: Int { get }
  /// The factor as the kernel takes it.
  var operand: ProductOperand { get }
}

extension Tensor: ProductFactor {
  package var operand: ProductOperand {
    ProductOperand(start: base, stride: stride, transposed: false)
  }

  /// The same numbers with rows for columns, as a factor of a product.
  package var transposed: some ProductFactor { Transposed(tensor: self) }
}

private struct Transposed: ProductFactor {
  let tensor: Tensor

  var rows: Int { tensor.columns }
  var columns: Int { tensor.rows }
  var operand: ProductOperand {
    ProductOperand(start: tensor.base, stride: tensor.stride, transposed: true)
  }
}

/// What the factors of training's products are rounded to. Sums and weights are float32 with each.
public enum ProductPrecision: String, CaseIterable, Codable, Sendable {
  /// They are not rounded.
  case float32
  /// To bfloat16, eight bits of precision with the range of float32 (Kalamkar et al. 2019). AMD's processors
  /// since Zen 4 take about half the time; Intel's have the instruction, but take longer.
  case bfloat16 = "bf16"

  /// The fastest on this processor, known by its maker and never by a stopwatch: the same machine always has the same.
  public static var fastest: ProductPrecision {
    bfloat16.isAvailable && bfloat16_is_fast() ? .bfloat16 : .float32
  }

  /// Whether this machine has instructions for it.
  public var isAvailable: Bool { self == .float32 || Device.host.kernels.bfloat16_product != nil }
}

extension Device {
  /// C = A B, C = A B + bias on every row, or C += A B; on the calling thread alone.
  ///
  /// Parallelism is over sentences, one worker a thread, so that a result does not depend on the number of
  /// threads.
  ///
  /// - Parameters:
  ///   - a: [m, k]
  ///   - b: [k, n]
  ///   - bias: [1, n]; not with `accumulate`.
  ///   - c: [m, n]
  ///   - precision: One that this machine has; float32 instead of another.
  package func multiply(
    _ a: some ProductFactor, _ b: some ProductFactor, bias: Tensor? = nil, into c: Tensor,
    accumulate: Bool = false, precision: ProductPrecision
  ) {
    assert(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns)
    let product =
      precision == .bfloat16
      ? kernels.bfloat16_product ?? kernels.matrix_product : kernels.matrix_product
    product(
      a.operand, b.operand, c.rows, c.columns, a.columns, bias?.base, accumulate, c.base, c.stride)
  }

  /// C = A B or C += A B where that is symmetric, as Gram matrices and products of matrices that commute are: some
  /// three fifths of the work of a product.
  ///
  /// - Parameters:
  ///   - a: [n, k]
  ///   - b: [k, n]
  ///   - c: [n, n]
  package func multiplySymmetric(
    _ a: some ProductFactor, _ b: some ProductFactor, into c: Tensor, accumulate: Bool = false,
    precision: ProductPrecision
  ) {
    // Whole panels of the kernels.
    let size = max(64, c.rows / 4)
    for first in stride(from: 0, to: c.rows, by: size) {
      let end = min(first + size, c.rows)
      let rows = FactorPart(
        rows: end - first, columns: a.columns, operand: a.operand.skipping(rows: first))
      let columns = FactorPart(rows: b.rows, columns: end, operand: b.operand)
      multiply(
        rows, columns, into: c.rows(first..<end).columns(0..<end), accumulate: accumulate,
        precision: precision)
      let mirrored = c.columns(first..<end)
      kernels.copy_transposed(c.row(first), c.stride, end - first, first, mirrored.base, c.stride)
    }
  }
}

/// Some rows and columns of a factor.
private struct FactorPart: ProductFactor {
  let rows: Int
  let columns: Int
  let operand: ProductOperand
}

extension ProductOperand {
  /// Without its first rows.
  fileprivate func skipping(rows: Int) -> ProductOperand {
    ProductOperand(
      start: start + (transposed ? rows : rows * stride), stride: stride, transposed: transposed)
  }
}
