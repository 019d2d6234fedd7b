import Synchronization

/// Changes the weights of a model, batch by batch: the gradient, the optimiser, and the average of the
/// weights.
///
/// Of several processes each computes some shards of a batch, and updates its own part of the weights
/// (``Division``), which it then gives to all.
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
  private let communicator: Communicator
  private let division: Division
  private let exchange: GradientExchange
  /// The parts of the parameters whose squares are summed one by one, of which some are this process's.
  private let parts: [(elements: Range<Int>, isOwn: Bool)]
  private let ownParts: [Range<Int>]

  /// An updater before its first update, with weights of zero.
  package init(
    _ layout: ParameterLayout, options: TrainingOptions, threads: Int,
    communicator: Communicator = .alone
  ) {
    division = Division(layout, rank: communicator.rank, of: communicator.count)
    exchange = GradientExchange(
      communicator, division, areRounded: options.communicate == .bfloat16)
    parts = division.parts
    ownParts = parts.filter(\.isOwn).map(\.elements)
    workers = GradientWorkers(layout, threads: threads)
    weights = Weights(layout: layout, parameters: ParameterBuffer(count: layout.count))
    optimizer = options.optimizer.optimizer(of: layout, options: options, own: division.own)
    schedule = LearningRateSchedule(peak: options.learningRate, warmup: options.warmup)
    average = WeightAverage(of: weights.parameters, parts: ownParts, options: options)
    self.options = options
    self.communicator = communicator
  }

  /// Begins with other weights, whose average they are.
  package mutating func begin(with parameters: ParameterBuffer) {
    weights.parameters.copy(parameters)
    average = WeightAverage(of: parameters, parts: ownParts, options: options)
    // The leader has all, to give them to those that keep them.
    if communicator.leads { average.values.copy(parameters) }
  }

  /// One update, by a gradient whose norm is clipped (Pascanu et al. 2013).
  ///
  /// - Parameters:
  ///   - shards: How many the batch has.
  ///   - number: Of the update, the first of which is 1.
  ///   - rateFactor: What the learning rate is multiplied with.
  ///   - shard: Makes one of them, on one of the threads.
  /// - Throws: When the loss or the gradient is not finite; what `shard` throws.
  package func update(
    shards: Int, number: Int, rateFactor: Float = 1,
    _ shard: @Sendable (Int) throws -> any TrainingShard
  ) throws -> Outcome {
    let tree = GradientTree(shards: shards)
    let processes = (0..<communicator.count).map { tree.part($0, of: communicator.count) }
    let (loss, norm) = try gradient(processes, number: number, shard)
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
    try communicator.share(weights.parameters, division)
    workers.lap("exchange of weights")
    return Outcome(loss: loss, gradientNorm: norm, learningRate: rate)
  }

  /// The loss and the norm of the gradient, of which each process then has its own part.
  private func gradient(
    _ processes: [GradientTree.Part], number: Int,
    _ shard: @Sendable (Int) throws -> any TrainingShard
  ) throws -> (Loss, norm: Double) {
    let part = processes[communicator.rank]
    let shards = try mapConcurrently(Array(part.shards), threads: workers.threads, shard)
    let ownLabels = shards.reduce(0) { $0 + $1.labelCount }
    let labels = Int(try communicator.sum([Double(ownLabels)])[0])
    let failure = Mutex<(any Error)?>(nil)
    let join: @Sendable (PartialSums) -> Void = { [exchange] sums in
      do { try exchange.join(sums, processes) } catch { failure.withLock { $0 = error } }
    }
    let seed = options.seed
    let losses = workers.gradient(
      of: shards, weights, options: options, labels: labels, part: part,
      join: communicator.count > 1 ? join : nil
    ) { shard in RandomStream(seed: seed, UInt64(number), UInt64(shard)) }
    if let error = failure.withLock(\.self) { throw error }

    // Each process knows some of the figures and has zeros for the others, so no sum is rounded.
    let shardCount = processes.reduce(0) { $0 + $1.shards.count }
    var figures = Array(repeating: 0.0, count: 2 * shardCount + parts.count)
    for (shard, loss) in zip(part.shards, losses) {
      (figures[2 * shard], figures[2 * shard + 1]) = (loss.smoothed, loss.negativeLogLikelihood)
    }
    let squares = workers.gradients.sumsOfSquares(ownParts, threads: workers.threads)
    for (place, square) in zip(parts.indices.filter { parts[$0].isOwn }, squares) {
      figures[2 * shardCount + place] = square
    }
    figures = try communicator.sum(figures)
    var loss = Loss()
    loss.tokens = labels
    for shard in 0..<shardCount {
      loss.smoothed += figures[2 * shard]
      loss.negativeLogLikelihood += figures[2 * shard + 1]
    }
    return (loss, figures[(2 * shardCount)...].reduce(0, +).squareRoot())
  }

  /// All numbers, to be saved or restored.
  var buffers: TrainingCheckpoint.Buffers {
    TrainingCheckpoint.Buffers(
      layout: weights.layout, parameters: weights.parameters, average: average,
      optimizer: optimizer)
  }
}

// MARK: - Several processes

extension Updater {
  /// Gives the averaged weights to the leader, who alone validates and writes them.
  func collectAverage() throws { try communicator.collect(average.values, division) }

  /// Gives all numbers that are saved to the leader, who has room for them between two updates. ``forgetOthers()``
  /// makes room for the next.
  package func collect() throws {
    if communicator.leads, communicator.count > 1 {
      workers.giveBack()
      exchange.giveBack()
    }
    for named in buffers.named where named.buffer !== weights.parameters {
      try communicator.collect(named.buffer, division.only(named.layout))
    }
  }

  /// Forgets what the leader was given of others.
  package func forgetOthers() {
    guard communicator.leads, communicator.count > 1 else { return }
    for named in buffers.named where named.buffer !== weights.parameters {
      named.buffer.giveBack(allBut: division.own)
    }
  }

  /// Takes all numbers from the leader, who forgets those of others.
  ///
  /// - Parameter snapshots: How many the average has.
  mutating func distribute(snapshots: Int) throws {
    if !communicator.leads { average.makeSnapshots(snapshots) }
    for named in buffers.named {
      try communicator.distribute(named.buffer, division.only(named.layout))
    }
    try communicator.share(weights.parameters, division)
    forgetOthers()
  }
}
