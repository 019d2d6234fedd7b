internal import CKernels
import Glibc
import Synchronization

/// The loops over many parameters at once: adding gradients, clipping, Adam, averaging. They may use several
/// threads, which cannot be seen in their results.
extension ParameterBuffer {
  /// Makes every element zero.
  package func clear(threads: Int = 1) {
    forEachPart(threads: threads) { first, count in
      (base + first).update(repeating: 0, count: count)
    }
  }

  /// Adds some parameters of another buffer of the same layout.
  package func add(_ other: ParameterBuffer, _ parameters: [Parameter]) {
    for parameter in parameters {
      device.kernels.add(other[parameter].base, parameter.count, self[parameter].base)
    }
  }

  /// The square root of the sum of the squares of all elements.
  package func norm(threads: Int = 1) -> Double {
    let sums = Mutex(Array(repeating: 0.0, count: (floats.count - 1) / partSize + 1))
    forEachPart(threads: threads) { first, count in
      let sum = device.kernels.sum_of_squares(base + first, count)
      sums.withLock { $0[first / partSize] = sum }
    }
    return sums.withLock { $0.reduce(0, +) }.squareRoot()
  }

  /// Moves towards another buffer: self = decay · self + (1 - decay) · other.
  package func average(with other: ParameterBuffer, decay: Float, threads: Int = 1) {
    forEachPart(threads: threads) { first, count in
      device.kernels.average(other.base + first, decay, count, base + first)
    }
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
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, update: Int, threads: Int = 1
  ) {
    let (correction1, correction2) = (1 - pow(beta1, Float(update)), 1 - pow(beta2, Float(update)))
    forEachPart(threads: threads) { first, count in
      device.kernels.adam(
        base + first, gradients.base + first, moments.first.base + first,
        moments.second.base + first, count, scale, rate, beta1, beta2, epsilon, correction1,
        correction2)
    }
  }

  /// Elements of the parts that threads take. It does not depend on their number, so sums do not.
  private var partSize: Int { 1 << 18 }

  private func forEachPart(
    threads: Int, _ body: @Sendable (_ first: Int, _ count: Int) -> Void
  ) {
    let size = partSize
    forEachConcurrently((floats.count + size - 1) / size, threads: threads) { part, _ in
      body(part * size, min(size, floats.count - part * size))
    }
  }

  private var base: UnsafeMutablePointer<Float> { floats.baseAddress.unsafelyUnwrapped }
}
