/// Changes the weights of a model, batch by batch: the gradient, the optimiser, and the average of the
/// weights.
package struct Updater {
  /// What an update found.
  package struct Outcome: Sendable {
    /// Summed over the labels of the batch.
    package var loss: Loss
    /// Of the gradient, before it was clipped.
    package var gradientNorm: Double
    package var learningRate: Float
  }

  /// A loss or gradient that is not finite; nothing was changed by it.
  struct Divergence: Error {
    var learningRate: Float
  }

  package let workers: GradientWorkers
  package let weights: Weights
  let optimizer: any Optimizer
  var average: WeightAverage
  private let options: TrainingOptions
  private let schedule: LearningRateSchedule
  private let communicator: any Communicator

  /// An updater before its first update, with weights of zero.
  package init(
    _ layout: ParameterLayout, options: TrainingOptions, threads: Int,
    communicator: any Communicator = Alone()
  ) {
    workers = GradientWorkers(layout, threads: threads)
    weights = Weights(layout: layout, parameters: ParameterBuffer(count: layout.count))
    optimizer = options.optimizer.optimizer(of: layout, options: options)
    schedule = LearningRateSchedule(peak: options.learningRate, warmup: options.warmup)
    average = WeightAverage(of: weights.parameters, options: options)
    self.options = options
    self.communicator = communicator
  }

  /// Begins with other weights, whose average they are.
  package mutating func begin(with parameters: ParameterBuffer) {
    weights.parameters.copy(parameters)
    average = WeightAverage(of: parameters, options: options)
  }

  /// One update, by a gradient whose norm is clipped (Pascanu et al. 2013).
  ///
  /// - Parameters:
  ///   - shards: How many the batch has.
  ///   - number: Of the update, the first of which is 1.
  ///   - rateFactor: What the learning rate is multiplied with.
  ///   - shard: Makes one of them, on one of the threads.
  /// - Throws: When the loss or the gradient is not finite.
  package func update(
    shards: Int, number: Int, rateFactor: Float = 1,
    _ shard: @Sendable (Int) -> any TrainingShard
  ) throws -> Outcome {
    let seed = options.seed
    let shards = mapConcurrently(Array(0..<shards), threads: workers.threads, shard)
    let labels = shards.reduce(0) { $0 + $1.labelCount }
    let losses = workers.gradient(of: shards, weights, options: options, labels: labels) { shard in
      RandomStream(seed: seed, UInt64(number), UInt64(shard))
    }
    let loss = losses.reduce(into: Loss()) { $0 += $1 }
    let norm = workers.gradients.norm(threads: workers.threads)
    workers.lap("norm")
    let rate = rateFactor * schedule.rate(update: number)
    guard loss.smoothed.isFinite, norm.isFinite else { throw Divergence(learningRate: rate) }
    let limit = Double(options.clipNorm)
    let scale = limit > 0 && norm > limit ? Float(limit / norm) : 1
    optimizer.update(
      weights.parameters, by: OptimizerStep(number: number, rate: rate, scale: scale), on: workers)
    workers.lap(optimizer.name)
    average.follow(weights.parameters, update: number, threads: workers.threads)
    workers.lap("average of weights")
    return Outcome(loss: loss, gradientNorm: norm, learningRate: rate)
  }

  /// All numbers, to be saved or restored.
  var buffers: TrainingCheckpoint.Buffers {
    TrainingCheckpoint.Buffers(
      layout: weights.layout, parameters: weights.parameters, average: average,
      optimizer: optimizer)
  }
}
