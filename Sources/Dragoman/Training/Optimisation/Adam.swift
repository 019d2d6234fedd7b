/// The Adam optimiser (Kingma & Ba 2015) with clipping of the gradient's norm (Pascanu et al. 2013).
package struct Adam {
  /// Decaying mean of the gradients.
  let firstMoment: ParameterBuffer
  /// Decaying mean of their squares.
  let secondMoment: ParameterBuffer
  private let options: TrainingOptions
  private let schedule: LearningRateSchedule
  private let threads: Int

  /// An optimiser before its first update, for `count` parameters.
  package init(count: Int, options: TrainingOptions, threads: Int = 1) {
    firstMoment = ParameterBuffer(count: count)
    secondMoment = ParameterBuffer(count: count)
    self.options = options
    self.threads = threads
    schedule = LearningRateSchedule(peak: options.learningRate, warmup: options.warmup)
  }

  /// The learning rate of an update, the first of which is 1.
  package func rate(update: Int) -> Float { schedule.rate(update: update) }

  /// Changes parameters by their gradients.
  ///
  /// - Parameters:
  ///   - norm: That of the gradients, which are clipped by it.
  ///   - rate: The learning rate.
  ///   - update: The number of this update, the first of which is 1.
  package func update(
    _ parameters: ParameterBuffer, gradients: ParameterBuffer, norm: Double, rate: Float,
    update: Int
  ) {
    let limit = Double(options.clipNorm)
    parameters.updateByAdam(
      gradients: gradients, scale: limit > 0 && norm > limit ? Float(limit / norm) : 1,
      moments: (firstMoment, secondMoment), rate: rate, beta1: options.beta1,
      beta2: options.beta2, epsilon: options.epsilon, update: update,
      threads: threads)
  }
}
