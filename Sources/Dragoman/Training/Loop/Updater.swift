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
  let adam: Adam
  var average: WeightAverage
  private let options: TrainingOptions
  private let communicator: any Communicator

  /// An updater before its first update, with weights of zero.
  package init(
    _ layout: ParameterLayout, options: TrainingOptions, threads: Int,
    communicator: any Communicator = Alone()
  ) {
    workers = GradientWorkers(layout, threads: threads)
    weights = Weights(layout: layout, parameters: ParameterBuffer(count: layout.count))
    adam = Adam(count: layout.count, options: options, threads: threads)
    average = WeightAverage(of: weights.parameters, options: options)
    self.options = options
    self.communicator = communicator
  }

  /// Begins with other weights, whose average they are.
  package mutating func begin(with parameters: ParameterBuffer) {
    weights.parameters.copy(parameters)
    average = WeightAverage(of: parameters, options: options)
  }

  /// One update.
  ///
  /// - Parameters:
  ///   - shards: Those of the batch that this process computes.
  ///   - number: Of the update, the first of which is 1.
  ///   - rateFactor: What the learning rate is multiplied with.
  /// - Throws: When the loss or the gradient is not finite.
  package func update(
    _ shards: [any TrainingShard], number: Int, rateFactor: Float = 1
  ) throws -> Outcome {
    let seed = options.seed
    let labels = try communicator.sum([Double(shards.reduce(0) { $0 + $1.labelCount })])[0]
    var loss = workers.gradient(of: shards, weights, options: options, labels: Int(labels)) {
      shard in
      RandomStream(seed: seed, UInt64(number), UInt64(shard))
    }
    try communicator.sum(workers.gradients)
    let sums = try communicator.sum([loss.smoothed, loss.negativeLogLikelihood])
    (loss.smoothed, loss.negativeLogLikelihood, loss.tokens) = (sums[0], sums[1], Int(labels))
    let norm = workers.gradients.norm(threads: workers.threads)
    let rate = rateFactor * adam.rate(update: number)
    guard loss.smoothed.isFinite, norm.isFinite else { throw Divergence(learningRate: rate) }
    adam.update(
      weights.parameters, gradients: workers.gradients, norm: norm, rate: rate, update: number)
    average.follow(weights.parameters, update: number, threads: workers.threads)
    workers.lap("norm, Adam and average of weights")
    return Outcome(loss: loss, gradientNorm: norm, learningRate: rate)
  }

  /// All numbers, to be saved or restored.
  var buffers: TrainingCheckpoint.Buffers {
    TrainingCheckpoint.Buffers(parameters: weights.parameters, average: average, adam: adam)
  }
}
