/// Trains a model: updates, validations and checkpoints, until its plan or its caller ends it.
///
/// The model folder holds the best averaged weights so far (`model.safetensors`) and the last two states
/// of the run (``TrainingCheckpoint``). Every state is a function of the options, the corpus and the number
/// of updates; how often the run was interrupted, and on how many threads and in how many processes it ran,
/// cannot be seen. Of several processes the leader alone touches the folder.
public final class Trainer {
  private let folder: ModelFolder
  private let lock: FolderLock?
  private let task: any TrainingTask
  private let options: TrainingOptions
  private let communicator: Communicator
  private let checkpoint: TrainingCheckpoint
  private var updater: Updater
  private var state = TrainingState()
  private var savedState: TrainingState?
  private let beginsWithModel: Bool
  private var startSeconds = 0.0
  private let clock = ContinuousClock()
  private lazy var start = clock.now

  /// What a run begins with.
  package enum Beginning {
    /// Weights drawn at random.
    case random
    /// The weights of a model of the same architecture, for fine-tuning.
    case model(ParameterBuffer)
    /// Weights of which some are those of another model, the others drawn at random.
    case weights(ParameterBuffer)
    /// Where a run stopped.
    case saved(SavedRun)
    /// What the process that leads begins with.
    case leader
  }

  /// Sets up a run.
  ///
  /// - Parameters:
  ///   - lock: Keeps the folder for this run; `nil` in processes that do not lead.
  ///   - communicator: The processes that train together.
  /// - Throws: ``InputError`` when the run to resume is another one, or processes do not agree.
  package init(
    folder: ModelFolder, lock: FolderLock?, task: any TrainingTask, options: TrainingOptions,
    threads: Int, beginning: Beginning, communicator: Communicator = .alone
  ) throws {
    self.folder = folder
    self.lock = lock
    self.task = task
    self.options = options
    self.communicator = communicator
    checkpoint = TrainingCheckpoint(in: folder)
    updater = Updater(
      task.layout, options: options, threads: threads, communicator: communicator)
    let beginsWithModel = if case .model = beginning { true } else { false }
    self.beginsWithModel = try communicator.decision(of: beginsWithModel)
    try agree(task.model)
    switch beginning {
    case .random:
      let parameters = ParameterBuffer(count: task.layout.count)
      parameters.initialize(task.layout, seed: options.seed)
      updater.begin(with: parameters)
    case .model(let parameters), .weights(let parameters): updater.begin(with: parameters)
    case .saved(let run):
      try restore(run, task.model)
      startSeconds = state.seconds
    case .leader: break
    }
    try follow()
  }

  /// Takes the state of the leader.
  private func follow() throws {
    guard communicator.count > 1 else { return }
    state = try communicator.decision(of: state)
    savedState = try communicator.decision(of: savedState)
    try updater.distribute(snapshots: state.snapshots)
  }

  private func agree(_ model: some ModelDescription) throws {
    try communicator.agree(on: identity(model))
  }

  /// Keeps the time of each operation from now on.
  public func startProfile() { updater.workers.startProfile() }

  /// A table of where the time went, if it is kept.
  package var profile: OperationProfile? { updater.workers.profile }

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
    try measureStart(report)
    // A full disk is found before the work, and a run that is killed at any moment can be resumed.
    if state.update == 0 { try save(report) }
    var lastValidated = state.update
    var epoch = (number: state.epoch, batches: task.batches(epoch: state.epoch))
    while true {
      let interruptions = try communicator.sum([isInterrupted() ? 1 : 0])
      if let end = try end(plan, isInterrupted: interruptions[0] > 0) {
        if state != savedState { try save(report) }
        if end != .interruption, lastValidated < state.update { try validate(report) }
        return end
      }
      if epoch.number != state.epoch {
        epoch = (number: state.epoch, batches: task.batches(epoch: state.epoch))
      }
      guard state.batch < epoch.batches.count else {
        state.epoch += 1
        state.batch = 0
        continue
      }
      do {
        try report(.update(update(epoch.batches[state.batch])))
      } catch let divergence as Updater.Divergence {
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

  /// Whether to go on. The leader decides, for it has the clock and the user.
  private func end(_ plan: TrainingPlan, isInterrupted: Bool) throws -> TrainingEnd? {
    func end() -> TrainingEnd? {
      if isInterrupted { return .interruption }
      if let limit = plan.maximumUpdates, state.update >= limit { return .updates }
      if let limit = plan.maximumMinutes, seconds >= 60 * limit { return .time }
      if let best = state.best, best.score >= 100 - 1e-9 { return .perfection }
      if state.isStuck(for: plan.patience) { return .noProgress(validations: plan.patience) }
      return nil
    }
    return try communicator.decision(of: end())
  }

  /// One update: the gradient of a batch, the optimiser, and the average of the weights.
  private func update(_ examples: [Int]) throws -> UpdateReport {
    let number = state.update + 1
    let (task, parts) = (task, task.parts(of: examples))
    let outcome = try updater.update(
      shards: parts.count, number: number, rateFactor: state.rateFactor
    ) { try task.shard(parts[$0], number: $0, update: number) }
    state.update = number
    state.batch += 1
    return UpdateReport(
      update: number, epoch: state.epoch + 1,
      loss: outcome.loss.smoothed / Double(outcome.loss.tokens),
      gradientNorm: outcome.gradientNorm, learningRate: outcome.learningRate,
      tokens: task.labelCount(examples), seconds: seconds)
  }

  /// Goes back to the last state, from which on learning rates are lower.
  private func recover(
    from divergence: Updater.Divergence, _ plan: TrainingPlan
  ) throws -> RecoveryReport {
    let (diverged, recoveries) = (state, state.recoveries)
    guard recoveries < plan.maximumRecoveries else {
      throw InputError(
        "update \(diverged.update + 1)",
        "the loss is not finite (epoch \(diverged.epoch + 1), batch \(diverged.batch + 1), "
          + "learning rate \(divergence.learningRate)), and going back to an earlier state did not help.",
        remedy: "Train anew with a lower \(Setting.learningRate) or a longer \(Setting.warmup).")
    }
    if communicator.leads { try restore(checkpoint.open { _ in }, task.model) }
    try follow()
    state.recoveries = recoveries + 1
    return RecoveryReport(
      update: diverged.update + 1, batch: diverged.batch + 1, epoch: diverged.epoch + 1,
      learningRate: divergence.learningRate, restoredUpdate: state.update,
      rateFactor: state.rateFactor)
  }
}

// MARK: - Validating

extension Trainer {
  /// Measures what the run begins with, where later scores could not be compared with it otherwise: a model
  /// that is fine-tuned, and the best model of a run that was validated by other examples.
  private func measureStart(_ report: (TrainingEvent) throws -> Void) throws {
    if state.update == 0, beginsWithModel { try validate(report) }
    guard let best = state.best, best.validation != task.validation?.fingerprint else { return }
    state.forgetValidations()
    guard let validation = task.validation else { return try report(.otherValidation(nil)) }
    func measureKept() throws -> Measurement {
      let kept = ParameterBuffer(count: task.layout.count)
      try kept.load(task.layout, from: Safetensors(path: folder.weightsPath))
      return try validation.measure(kept, on: updater.workers)
    }
    let measured = try communicator.decision(of: measureKept())
    state.best = TrainingState.Best(measured, by: validation)
    try report(.otherValidation(self.report(on: measured, isBest: true)))
  }

  private func validate(_ report: (TrainingEvent) throws -> Void) throws {
    updater.average.prepareForValidation(updater.weights.parameters)
    state.snapshots = updater.average.snapshots.count
    guard let validation = task.validation else { return }
    try updater.collectAverage()
    defer { updater.forgetOthers() }
    let measured = try communicator.decision(
      of: validation.measure(updater.average.values, on: updater.workers))
    state.follow(measured)
    let isBest = state.best?.isBeaten(by: measured) ?? true
    if isBest {
      state.best = TrainingState.Best(measured, by: validation)
      state.validationsWithoutProgress = 0
      try saveModel()
    } else {
      state.validationsWithoutProgress += 1
    }
    try report(.validation(self.report(on: measured, isBest: isBest)))
  }

  private func report(on measured: Measurement, isBest: Bool) -> ValidationReport {
    ValidationReport(
      update: state.update, epoch: state.epoch + 1, perplexity: measured.perplexity,
      measure: measured.measure, score: measured.score,
      bestScore: state.best?.score ?? measured.score, isBest: isBest, seconds: seconds,
      samples: measured.samples)
  }
}

// MARK: - Saving

extension Trainer {
  /// Saves the state, and the weights as long as no validation has chosen any.
  private func save(_ report: (TrainingEvent) throws -> Void) throws {
    state.seconds = try communicator.decision(of: seconds)
    try updater.collect()
    if communicator.leads { try saveState(task.model) }
    savedState = state
    if state.best == nil { try saveModel() }
    updater.forgetOthers()
    try report(.saved(update: state.update))
  }

  /// Writes the averaged weights as the model.
  private func saveModel() throws {
    guard communicator.leads else { return }
    try folder.save(updater.average.values, layout: task.layout)
  }

  private func saveState(_ model: some ModelDescription) throws {
    try checkpoint.save(updater.buffers, state: state, identity: identity(model))
  }

  private func restore(_ run: SavedRun, _ model: some ModelDescription) throws {
    var buffers = updater.buffers
    state = try run.restore(into: &buffers, identity: identity(model))
    updater.average = buffers.average
    savedState = state
  }

  private func identity<Model>(_ model: Model) -> TrainingIdentity<Model> {
    TrainingIdentity(
      options: options, model: model, corpus: task.fingerprint, pairs: task.exampleCount)
  }
}
