internal import CKernels

/// The orthogonal matrix nearest to a matrix, or nearly: directions stay, and singular values become 0.7 to 1.2
/// (Jordan et al. 2024).
///
/// A step is X ← (aI + bA + cA²) X with A = X Xᵀ; five make small singular values large. The factors are polynomials
/// of one matrix, which commute. So the next A follows from this one, and the factors are multiplied with each other
/// before they meet X: all of these are symmetric and as small as X's shorter side.
///
/// Products with I are sums, and so are never rounded: where X has no direction at all, rounding must not give it one.
/// What bfloat16 rounds off A would be large all the same after three steps, so A is computed anew after two.
extension Tensor {
  /// The coefficients of Jordan et al. 2024, which make small singular values large fastest.
  private static let (a, b, c): (Float, Float, Float) = (3.4445, -4.7750, 2.0315)

  /// This matrix, made orthogonal. Its own numbers are overwritten.
  ///
  /// - Returns: This tensor or one in the arena.
  package func orthogonalized(precision: ProductPrecision, in arena: Arena) -> Tensor {
    let device = arena.device
    let norm = Float(device.kernels.sum_of_squares(base, count).squareRoot())
    device.kernels.combine(base, 1 / (norm + 1e-7), base, 0, count, base)
    let isWide = rows <= columns
    var (x, next) = (self, arena.tensor(rows: rows, columns: columns))
    var steps = Steps(side: min(rows, columns), precision: precision, in: arena)
    for count in precision == .bfloat16 ? [2, 2, 1] : [5] {
      if isWide {
        device.multiplySymmetric(x, x.transposed, into: steps.gram, precision: precision)
      } else {
        device.multiplySymmetric(x.transposed, x, into: steps.gram, precision: precision)
      }
      let factor = steps.factor(count)
      device.kernels.combine(x.base, factor.identity, x.base, 0, x.count, next.base)
      if isWide {
        device.multiply(factor.rest, x, into: next, accumulate: true, precision: precision)
      } else {
        device.multiply(x, factor.rest, into: next, accumulate: true, precision: precision)
      }
      swap(&x, &next)
    }
    return x
  }

  /// Steps that only look at A.
  private struct Steps {
    /// A, which steps overwrite.
    let gram: Tensor
    private let step: Tensor
    private var product: Tensor
    private var spare: Tensor
    private let precision: ProductPrecision
    private let device: Device

    init(side: Int, precision: ProductPrecision, in arena: Arena) {
      func square() -> Tensor { arena.tensor(rows: side, columns: side) }
      (gram, step, product, spare) = (square(), square(), square(), square())
      self.precision = precision
      device = arena.device
    }

    /// What so many steps multiply X with: a multiple of I, and a rest.
    mutating func factor(_ count: Int) -> (identity: Float, rest: Tensor) {
      var identity: Float = 1
      for number in 0..<count {
        // S = bA + cA²; the factor is aI + S.
        multiply(gram, gram, into: step)
        combine(gram, Tensor.b, step, Tensor.c, into: step)
        if number == 0 {
          product.copy(step)
        } else {
          // (aI + S) (iI + R) = aiI + aR + iS + SR
          multiply(step, product, into: spare)
          combine(product, Tensor.a, spare, 1, into: spare)
          combine(step, identity, spare, 1, into: spare)
          swap(&product, &spare)
        }
        identity *= Tensor.a
        if number < count - 1 {
          // (aI + S)² A = a²A + 2aAS + ASS
          multiply(gram, step, into: spare)
          combine(gram, Tensor.a * Tensor.a, spare, 2 * Tensor.a, into: gram)
          multiply(spare, step, into: gram, accumulate: true)
        }
      }
      return (identity, product)
    }

    private func multiply(_ a: Tensor, _ b: Tensor, into c: Tensor, accumulate: Bool = false) {
      device.multiplySymmetric(a, b, into: c, accumulate: accumulate, precision: precision)
    }

    private func combine(
      _ x: Tensor, _ xFactor: Float, _ y: Tensor, _ yFactor: Float, into out: Tensor
    ) {
      device.kernels.combine(x.base, xFactor, y.base, yFactor, x.count, out.base)
    }
  }
}
