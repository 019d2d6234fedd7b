internal import CKernels
internal import COpenBLAS
import Glibc

/// The loops over all parameters at once: adding shards' gradients, clipping, Adam, averaging.
extension ParameterBuffer {
  /// Adds another buffer of the same layout, element by element.
  package func add(_ other: ParameterBuffer) {
    kernel.add(other.base, floats.count, base)
  }

  /// The square root of the sum of the squares of all elements.
  package var norm: Double {
    kernel.sum_of_squares(base, floats.count).squareRoot()
  }

  /// Moves towards another buffer: self = decay · self + (1 - decay) · other.
  package func average(with other: ParameterBuffer, decay: Float) {
    cblas_saxpby(blasint(floats.count), 1 - decay, other.base, 1, decay, base, 1)
  }

  /// One update of Adam (Kingma & Ba 2015, algorithm 1).
  ///
  /// - Parameters:
  ///   - gradients: Of the loss with respect to these parameters.
  ///   - scale: Factor on the gradients, for clipping.
  ///   - moments: Decaying means of the gradients and of their squares, changed in place.
  ///   - update: The number of this update, the first of which is 1.
  package func updateByAdam(
    gradients: ParameterBuffer, scale: Float,
    moments: (first: ParameterBuffer, second: ParameterBuffer),
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, update: Int
  ) {
    kernel.adam(
      base, gradients.base, moments.first.base, moments.second.base, floats.count, scale, rate,
      beta1, beta2, epsilon, 1 - pow(beta1, Float(update)), 1 - pow(beta2, Float(update)))
  }

  private var base: UnsafeMutablePointer<Float> { floats.baseAddress.unsafelyUnwrapped }
}
