internal import CKernels
import Glibc
import Synchronization

/// The loops over many parameters at once: adding gradients, clipping, optimisers, averaging. Those over
/// all may use several threads, which cannot be seen in their results.
extension ParameterBuffer {
  /// Adds numbers to a parameter.
  package func add(_ numbers: Tensor, to parameter: Parameter) {
    device.add(numbers, to: self[parameter])
  }

  /// Adds 0 to every element of a parameter, which makes a zero of a negative zero.
  package func addZeros(to parameter: Parameter) {
    let values = self[parameter].base
    for place in 0..<parameter.count { values[place] += 0 }
  }

  /// [parts] The sum of the squares of the elements of each part.
  package func sumsOfSquares(_ parts: [Range<Int>], threads: Int = 1) -> [Double] {
    let sums = Mutex(Array(repeating: 0.0, count: parts.count))
    forEachConcurrently(parts.count, threads: threads) { number, _ in
      let part = parts[number]
      let sum = device.kernels.sum_of_squares(base + part.lowerBound, part.count)
      sums.withLock { $0[number] = sum }
    }
    return sums.withLock(\.self)
  }

  /// Moves some parts towards another buffer: self = decay · self + (1 - decay) · other.
  package func average(
    with other: ParameterBuffer, decay: Float, over parts: [Range<Int>], threads: Int = 1
  ) {
    forEachConcurrently(parts.count, threads: threads) { number, _ in
      let (first, count) = (parts[number].lowerBound, parts[number].count)
      device.kernels.combine(
        base + first, decay, other.base + first, 1 - decay, count, base + first)
    }
  }

  /// One update of some elements by Adam (Kingma & Ba 2015, algorithm 1), on the calling thread.
  ///
  /// - Parameters:
  ///   - part: Their numbers.
  ///   - gradients: Of the loss with respect to all parameters.
  ///   - scale: Factor on the gradients, for clipping.
  ///   - moments: Decaying means of the gradients and of their squares, changed in place.
  ///   - update: The number of this update, the first of which is 1.
  package func updateByAdam(
    _ part: Range<Int>, gradients: ParameterBuffer, scale: Float,
    moments: (first: ParameterBuffer, second: ParameterBuffer),
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, update: Int
  ) {
    let first = part.lowerBound
    device.kernels.adam(
      base + first, gradients.base + first, moments.first.base + first,
      moments.second.base + first, part.count, scale, rate, beta1, beta2, epsilon,
      1 - pow(beta1, Float(update)), 1 - pow(beta2, Float(update)))
  }

  /// One update of a matrix by Muon (Jordan et al. 2024), on the calling thread.
  ///
  /// - Parameters:
  ///   - matrix: A weight of a layer.
  ///   - gradients: Of the loss with respect to all parameters.
  ///   - scale: Factor on the gradients, for clipping.
  ///   - momentum: Decaying mean of the gradients, changed in place.
  ///   - beta: How much of the mean is kept.
  ///   - rate: Factor on a step of which the root of the mean square is 1.
  ///   - arena: Has room for the step.
  package func updateByMuon(
    _ matrix: Parameter, gradients: ParameterBuffer, scale: Float, momentum: ParameterBuffer,
    beta: Float, rate: Float, precision: ProductPrecision, in arena: Arena
  ) {
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let (gradient, mean) = (gradients[matrix].base, momentum[matrix].base)
    let step = arena.tensor(rows: matrix.rows, columns: matrix.columns)
    let kernels = device.kernels
    kernels.combine(gradient, (1 - beta) * scale, mean, beta, matrix.count, mean)
    // Nesterov's: the mean as it will be if the next gradient is this one.
    kernels.combine(gradient, (1 - beta) * scale, mean, beta, matrix.count, step.base)
    let direction = step.orthogonalized(precision: precision, in: arena)
    // Of a matrix with orthogonal rows or columns of length 1, that is the mean of the squares.
    let length = rate * Float(max(matrix.rows, matrix.columns)).squareRoot()
    let weights = self[matrix].base
    kernels.combine(weights, 1, direction.base, -length, matrix.count, weights)
  }

  /// Cuts elements into parts that threads take. How does not depend on the number of threads, so sums do not.
  package static func parts(of elements: Range<Int>) -> [Range<Int>] {
    stride(from: elements.lowerBound, to: elements.upperBound, by: partSize).map {
      $0..<min($0 + partSize, elements.upperBound)
    }
  }

  private static var partSize: Int { 1 << 18 }

  private var base: UnsafeMutablePointer<Float> { floats.baseAddress.unsafelyUnwrapped }
}

extension Device {
  /// Adds the elements of a tensor to those of another of the same shape. Rows of both follow each other without a gap.
  package func add(_ numbers: Tensor, to sum: Tensor) {
    kernels.add(numbers.base, sum.count, sum.base)
  }

  /// Rounds the elements of a tensor, whose rows follow each other without a gap, to bfloat16.
  package func roundToBFloat16(_ numbers: Tensor) {
    kernels.round_to_bfloat16(numbers.base, numbers.count)
  }

  /// Writes numbers that were rounded to bfloat16 in two bytes each.
  package func pack(_ numbers: Tensor, into bytes: UnsafeMutablePointer<UInt16>) {
    kernels.pack_bfloat16(numbers.base, numbers.count, bytes)
  }

  /// Reads such numbers.
  package func unpack(_ bytes: UnsafePointer<UInt16>, into numbers: Tensor) {
    kernels.unpack_bfloat16(bytes, numbers.count, numbers.base)
  }
}
