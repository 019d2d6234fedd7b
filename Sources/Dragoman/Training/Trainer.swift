/// When a run validates, saves and ends. None of it changes the weights that a given update leaves.
public struct TrainingPlan: Sendable {
  /// Updates after which to end; `nil` for no limit.
  public var maximumUpdates: Int?
  /// Minutes after which to end, earlier runs included; `nil` for no limit.
  public var maximumMinutes: Double?
  /// Updates between validations. Default 250.
  public var validEvery = 250
  /// Updates between saves of the state. Default 250.
  public var saveEvery = 250
  /// Validations without a higher BLEU after which to end. Default 10.
  public var patience = 10

  /// The defaults.
  public init() {}
}

/// Trains a model: updates, validations and checkpoints, until its plan or its caller ends it.
///
/// The model folder holds the best averaged weights so far (`model.safetensors`) and the state of the
/// run (`training.safetensors`). Every state is a function of the options, the corpus and the number
/// of updates; how often the run was interrupted, and on how many threads it ran, cannot be seen.
public final class Trainer {
  private let folder: ModelFolder
  private let transformer: Transformer
  private let options: TrainingOptions
  private let corpus: TokenizedCorpus
  private let batcher: TokenBatcher
  private let validator: Validator?
  private let workers: GradientWorkers
  private let weights: Weights
  private let average: Weights
  private let adam: Adam
  private let identity: TrainingIdentity
  private let checkpoint: TrainingCheckpoint
  private var state = TrainingState()
  private var startSeconds = 0.0
  private let clock = ContinuousClock()
  private lazy var start = clock.now

  /// Sets up a run that begins with fresh weights, or goes on where the folder's run stopped.
  ///
  /// - Throws: ``InputError`` when the run to resume is missing, damaged or another one.
  init(
    folder: ModelFolder, model: ModelConfiguration, options: TrainingOptions,
    corpus: TokenizedCorpus, validator: Validator?, threads: Int, resume: Bool
  ) throws {
    self.folder = folder
    self.options = options
    self.corpus = corpus
    self.validator = validator
    transformer = Transformer(model)
    let layout = transformer.layout
    batcher = TokenBatcher(corpus, batchTokens: options.batchTokens, seed: options.seed)
    workers = GradientWorkers(transformer, threads: threads)
    weights = Weights(layout: layout, values: ParameterBuffer(count: layout.count))
    average = Weights(layout: layout, values: ParameterBuffer(count: layout.count))
    adam = Adam(count: layout.count, options: options)
    identity = TrainingIdentity(options: options, model: model, corpus: corpus.fingerprint)
    checkpoint = TrainingCheckpoint(in: folder)
    if resume {
      state = try checkpoint.load(into: buffers, layout: layout, identity: identity)
      startSeconds = state.seconds
    } else {
      weights.values.initialize(layout, seed: options.seed)
      average.values.copy(weights.values)
    }
  }

  /// Updates done so far.
  public var updates: Int { state.update }

  /// Trains until the plan says that it is over, or the caller.
  ///
  /// - Parameters:
  ///   - plan: When to validate, to save and to end.
  ///   - isInterrupted: Asked after every update; the state is saved when it says so.
  ///   - report: Is told what happens.
  /// - Returns: Why it ended. The state and the best weights are on disk then.
  /// - Throws: ``InputError`` when something cannot be written; what was saved before stays whole.
  public func run(
    _ plan: TrainingPlan, isInterrupted: () -> Bool, report: (TrainingEvent) throws -> Void
  ) throws -> TrainingEnd {
    start = clock.now
    // A full disk is found before the work, and a run that is killed at any moment can be resumed.
    if state.update == 0 { try save(report) }
    var lastSaved = state.update
    var lastValidated = state.update
    while true {
      for batch in batcher.batches(epoch: state.epoch).dropFirst(state.batch) {
        if let end = end(plan, isInterrupted: isInterrupted()) {
          if end != .interruption, lastValidated < state.update { try validate(report) }
          if lastSaved < state.update { try save(report) }
          return end
        }
        try report(.update(update(batch)))
        if state.update.isMultiple(of: plan.validEvery) {
          try validate(report)
          lastValidated = state.update
        }
        if state.update.isMultiple(of: plan.saveEvery) {
          try save(report)
          lastSaved = state.update
        }
      }
      state.epoch += 1
      state.batch = 0
    }
  }

  private var buffers: TrainingCheckpoint.Buffers {
    TrainingCheckpoint.Buffers(
      parameters: weights.values, average: average.values, adam: adam)
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

  /// One update: the gradient of a batch, Adam, and the average of the weights.
  private func update(_ pairs: [Int]) -> UpdateReport {
    let shards = batcher.shards(of: pairs, tokens: GradientWorkers.shardTokens).map {
      Batch($0, of: corpus)
    }
    state.update += 1
    state.batch += 1
    let (seed, update) = (options.seed, UInt64(state.update))
    let loss = workers.gradient(of: shards, weights, options: options) { shard in
      RandomStream(seed: seed, update, UInt64(shard))
    }
    let (norm, rate) = adam.update(
      weights.values, gradients: workers.gradients, update: state.update)
    // Early weights are worse than what one update makes of them, so their share fades faster.
    let decay = min(options.averageDecay, Float(1 + state.update) / Float(10 + state.update))
    average.values.average(with: weights.values, decay: options.averageDecay > 0 ? decay : 0)
    return UpdateReport(
      update: state.update, epoch: state.epoch + 1, loss: loss.smoothed / Double(loss.tokens),
      gradientNorm: norm, learningRate: rate, tokens: loss.tokens, seconds: seconds)
  }

  private func validate(_ report: (TrainingEvent) throws -> Void) throws {
    guard let validator else { return }
    let (perplexity, bleu) = try validator.validate(transformer, average, workers: workers)
    if let best = state.bestBLEU, bleu <= best {
      state.validationsWithoutProgress += 1
    } else {
      state.bestBLEU = bleu
      state.validationsWithoutProgress = 0
      try folder.save(average.values, layout: transformer.layout)
    }
    try report(
      .validation(
        ValidationReport(
          update: state.update, epoch: state.epoch + 1, perplexity: perplexity, bleu: bleu,
          bestBLEU: state.bestBLEU ?? bleu, seconds: seconds)))
  }

  /// Saves the state, and the weights as long as no validation has chosen any.
  private func save(_ report: (TrainingEvent) throws -> Void) throws {
    state.seconds = seconds
    try checkpoint.save(buffers, layout: transformer.layout, state: state, identity: identity)
    if state.bestBLEU == nil { try folder.save(average.values, layout: transformer.layout) }
    try report(.saved(update: state.update))
  }
}
