/// Trains a model: updates, validations and checkpoints, until its plan or its caller ends it.
///
/// The model folder holds the best averaged weights so far (`model.safetensors`) and the last two states
/// of the run (``TrainingCheckpoint``). Every state is a function of the options, the corpus and the number
/// of updates; how often the run was interrupted, and on how many threads it ran, cannot be seen.
public final class Trainer {
  private let folder: ModelFolder
  private let lock: FolderLock
  private let transformer: Transformer
  private let options: TrainingOptions
  private let data: TrainingData
  private let validator: Validator?
  private let workers: GradientWorkers
  private let weights: Weights
  private let adam: Adam
  private let identity: TrainingIdentity
  private let checkpoint: TrainingCheckpoint
  private var average: WeightAverage
  private var state = TrainingState()
  private var savedState: TrainingState?
  private var startSeconds = 0.0
  private let clock = ContinuousClock()
  private lazy var start = clock.now

  /// What a run begins with.
  enum Beginning {
    /// Weights drawn at random.
    case random
    /// The weights of a model of the same architecture, for fine-tuning.
    case model(ParameterBuffer)
    /// Where a run stopped.
    case saved(SavedRun)
  }

  /// Sets up a run.
  ///
  /// - Parameters:
  ///   - lock: Keeps the folder for this run.
  /// - Throws: ``InputError`` when the run to resume is another one.
  init(
    folder: ModelFolder, lock: FolderLock, model: ModelConfiguration, options: TrainingOptions,
    data: TrainingData, validator: Validator?, threads: Int, beginning: Beginning
  ) throws {
    self.folder = folder
    self.lock = lock
    self.options = options
    self.data = data
    self.validator = validator
    transformer = Transformer(model)
    let layout = transformer.layout
    workers = GradientWorkers(transformer, threads: threads)
    weights = Weights(layout: layout, values: ParameterBuffer(count: layout.count))
    adam = Adam(count: layout.count, options: options, threads: threads)
    identity = TrainingIdentity(
      options: options, model: model, corpus: data.corpus.fingerprint, pairs: data.corpus.count)
    checkpoint = TrainingCheckpoint(in: folder)
    switch beginning {
    case .random: weights.values.initialize(layout, seed: options.seed)
    case .model(let values): weights.values.copy(values)
    case .saved: break
    }
    average = WeightAverage(of: weights.values, options: options)
    if case .saved(let run) = beginning {
      try restore(run)
      startSeconds = state.seconds
    }
  }

  /// Keeps the time of each operation from now on.
  public func startProfile() { workers.startProfile() }

  /// A table of where the time went, if it is kept.
  public var profile: String? { workers.profile?.table }

  /// Updates done so far.
  public var updates: Int { state.update }

  /// Trains until the plan says that it is over, or the caller.
  ///
  /// - Parameters:
  ///   - plan: When to validate, to save and to end.
  ///   - isInterrupted: Asked after every update; the state is saved when it says so.
  ///   - report: Is told what happens.
  /// - Returns: Why it ended. The state and the best weights are on disk then.
  /// - Throws: ``InputError`` when something cannot be written, or when training diverges too often; what
  ///   was saved before stays whole.
  public func run(
    _ plan: TrainingPlan, isInterrupted: () -> Bool, report: (TrainingEvent) throws -> Void
  ) throws -> TrainingEnd {
    start = clock.now
    // A full disk is found before the work, and a run that is killed at any moment can be resumed.
    if state.update == 0 { try save(report) }
    var lastValidated = state.update
    var epoch = (number: state.epoch, batches: data.batches(epoch: state.epoch))
    while true {
      if let end = end(plan, isInterrupted: isInterrupted()) {
        if state != savedState { try save(report) }
        if end != .interruption, lastValidated < state.update { try validate(report) }
        return end
      }
      if epoch.number != state.epoch {
        epoch = (number: state.epoch, batches: data.batches(epoch: state.epoch))
      }
      guard state.batch < epoch.batches.count else {
        state.epoch += 1
        state.batch = 0
        continue
      }
      do {
        try report(.update(update(epoch.batches[state.batch])))
      } catch let divergence as Divergence {
        try report(.recovery(recover(from: divergence, plan)))
        continue
      }
      if state.update.isMultiple(of: plan.validEvery) {
        try validate(report)
        lastValidated = state.update
      }
      if state.update.isMultiple(of: plan.saveEvery) { try save(report) }
    }
  }

  private var seconds: Double {
    startSeconds + (clock.now - start) / .seconds(1)
  }

  private func end(_ plan: TrainingPlan, isInterrupted: Bool) -> TrainingEnd? {
    if isInterrupted { return .interruption }
    if let limit = plan.maximumUpdates, state.update >= limit { return .updates }
    if let limit = plan.maximumMinutes, seconds >= 60 * limit { return .time }
    if state.validationsWithoutProgress >= plan.patience {
      return .noProgress(validations: state.validationsWithoutProgress)
    }
    return nil
  }

  /// A loss or gradient that is not finite; nothing was changed by it.
  private struct Divergence: Error {
    var learningRate: Float
  }

  /// One update: the gradient of a batch, Adam, and the average of the weights.
  private func update(_ pairs: [Int]) throws -> UpdateReport {
    let number = state.update + 1
    let seed = options.seed
    let shards = data.shards(of: pairs, update: number)
    let loss = workers.gradient(of: shards, weights, options: options) { shard in
      RandomStream(seed: seed, UInt64(number), UInt64(shard))
    }
    let norm = workers.gradients.norm(threads: workers.threads)
    let rate = state.rateFactor * adam.rate(update: number)
    guard loss.smoothed.isFinite, norm.isFinite else { throw Divergence(learningRate: rate) }
    adam.update(
      weights.values, gradients: workers.gradients, norm: norm, rate: rate, update: number)
    average.follow(weights.values, update: number, threads: workers.threads)
    workers.lap("norm, Adam and average of weights")
    state.update = number
    state.batch += 1
    return UpdateReport(
      update: number, epoch: state.epoch + 1, loss: loss.smoothed / Double(loss.tokens),
      gradientNorm: norm, learningRate: rate, tokens: data.labelCount(pairs), seconds: seconds)
  }

  /// Goes back to the last state, from which on learning rates are lower.
  private func recover(from divergence: Divergence, _ plan: TrainingPlan) throws -> RecoveryReport {
    let (diverged, recoveries) = (state, state.recoveries)
    guard recoveries < plan.maximumRecoveries else {
      throw InputError(
        "update \(diverged.update + 1)",
        "the loss is not finite (epoch \(diverged.epoch + 1), batch \(diverged.batch + 1), "
          + "learning rate \(divergence.learningRate)), and going back to an earlier state did not help.",
        remedy: "Train anew with a lower --learning-rate or a longer --warmup.")
    }
    try restore(checkpoint.open { _ in })
    state.recoveries = recoveries + 1
    return RecoveryReport(
      update: diverged.update + 1, batch: diverged.batch + 1, epoch: diverged.epoch + 1,
      learningRate: divergence.learningRate, restoredUpdate: state.update,
      rateFactor: state.rateFactor)
  }

  private func validate(_ report: (TrainingEvent) throws -> Void) throws {
    average.prepareForValidation(weights.values)
    state.snapshots = average.snapshots.count
    guard let validator else { return }
    let measured = try validator.validate(transformer, average.values, workers: workers)
    if let best = state.bestBLEU, measured.bleu <= best {
      state.validationsWithoutProgress += 1
    } else {
      state.bestBLEU = measured.bleu
      state.validationsWithoutProgress = 0
      try folder.save(average.values, layout: transformer.layout)
    }
    try report(
      .validation(
        ValidationReport(
          update: state.update, epoch: state.epoch + 1, perplexity: measured.perplexity,
          bleu: measured.bleu, bestBLEU: state.bestBLEU ?? measured.bleu, seconds: seconds,
          samples: measured.samples)))
  }

  /// Saves the state, and the weights as long as no validation has chosen any.
  private func save(_ report: (TrainingEvent) throws -> Void) throws {
    state.seconds = seconds
    try checkpoint.save(buffers, layout: transformer.layout, state: state, identity: identity)
    savedState = state
    if state.bestBLEU == nil { try folder.save(average.values, layout: transformer.layout) }
    try report(.saved(update: state.update))
  }

  private func restore(_ run: SavedRun) throws {
    var buffers = buffers
    state = try run.restore(into: &buffers, layout: transformer.layout, identity: identity)
    average = buffers.average
    savedState = state
  }

  private var buffers: TrainingCheckpoint.Buffers {
    TrainingCheckpoint.Buffers(parameters: weights.values, average: average, adam: adam)
  }
}
