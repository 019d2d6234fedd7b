/// What a run that learns labels is made of, as the user's files and choices say.
public struct FineTuningSetup {
  /// What is learned.
  public enum Target: Sendable {
    /// The classes of texts, or a number for each.
    case labels(LabelledCorpus, isNumber: Bool)
    /// The tags of words.
    case tags(TaggedCorpus)
  }

  /// What is learned, and from what.
  public var target: Target
  /// Texts to validate on; none for no validations.
  public var validation: Target?
  /// Where the model goes.
  public var folder: ModelFolder
  /// The folder of an encoder to begin with, which gives the vocabulary and the shape; `nil` for weights that are
  /// drawn at random.
  public var encoder: ModelFolder?
  /// The size and form of the model where it begins with nothing.
  public var shape = EncoderShape(.tiny)
  /// Tokens of the vocabulary that is learned then.
  public var vocabularySize = 4_000
  /// How the model is trained.
  public var options: TrainingOptions
  /// Threads that compute gradients. They do not change the result.
  public var threads = 1
  /// Whether to go on with the run that the folder holds.
  public var resume = false

  /// A setup with the defaults.
  ///
  /// - Parameter encoder: An encoder to begin with.
  public init(_ target: Target, folder: ModelFolder, encoder: ModelFolder?) {
    self.target = target
    self.folder = folder
    self.encoder = encoder
    options = TrainingOptions()
    options.labelSmoothing = 0
    options.batchTokens = 1_024
    options.maximumLength = 256
    options.averageDecay = 0.99
    options.warmup = 100
    // Of weights that know something less should be forgotten (Devlin et al. 2019, section A.3).
    options.learningRate = encoder == nil ? 5e-4 : 5e-5
  }

  /// Reads or learns the vocabulary, makes the model folder and readies the run.
  ///
  /// - Parameter warn: Is told when the last state of the run to resume is damaged.
  /// - Throws: ``InputError`` when labels or tags are not what they must be, the encoder's folder is none, or the
  ///   folder holds another model or is in use by another run.
  public func trainer(warn: (String) -> Void) throws -> Trainer {
    if let fault = options.fault() ?? shape.fault() { throw fault.error }
    return try folder.claimed(resume: resume) { lock in try trainer(lock: lock, warn: warn) }
  }

  private func trainer(lock: FolderLock?, warn: (String) -> Void) throws -> Trainer {
    let run = resume ? try TrainingCheckpoint(in: folder).open(warn: warn) : nil
    let tokenizer = try self.tokenizer()
    let configuration = try configuration(tokenizer)
    let bert = BERT(configuration)
    let room = EncoderModel.Room(
      frame: try tokenizer.targetFrame,
      tokens: min(configuration.maximumPositions, options.maximumLength))
    let reader = FineTuningReader(
      tokenizer: tokenizer, room: room, predictions: configuration.predictions, threads: threads)
    let examples = try reader.examples(of: target)
    let validation = try self.validation.map {
      FineTuningValidation(
        bert, try reader.examples(of: $0), room: room, shardTokens: options.shardTokens)
    }
    let task = FineTuningTask(
      bert, examples, room: room, validation: validation, options: options)
    let trainer = try Trainer(
      folder: folder, lock: lock, task: task, options: options, threads: threads,
      beginning: run.map { .saved($0) } ?? beginning(of: bert))
    if !resume {
      try folder.save(configuration)
      try folder.save(TokenizerPair(joint: tokenizer))
    }
    return trainer
  }

  private func tokenizer() throws -> Tokenizer {
    if resume { return try folder.loadBERTTokenizer() }
    if let encoder { return try encoder.loadBERTTokenizer() }
    var trainer = BytePairTrainer(
      options: .init(vocabularySize: vocabularySize, reservedTokens: [Tokenizer.ownMask]))
    switch target {
    case .labels(let corpus, _):
      trainer.add(
        corpus.rows.flatMap { [$0.first] + ($0.second.map { [$0] } ?? []) }, threads: threads)
    case .tags(let corpus):
      trainer.add(corpus.sentences.map { $0.words.joined(separator: " ") }, threads: threads)
    }
    return try trainer.train()
  }

  private func configuration(_ tokenizer: Tokenizer) throws -> BERTConfiguration {
    if resume { return try folder.loadBERTConfiguration() }
    var model =
      try encoder?.loadBERTConfiguration()
      ?? shape.configuration(
        vocabularySize: tokenizer.count, maximumLength: options.maximumLength,
        predictsNextSentence: true)
    model.predictions = BERTConfiguration.Predictions()
    switch target {
    case .labels(let corpus, let isNumber):
      model.predictions.sequence = true
      model.predictions.number = isNumber
      if !isNumber { model.predictions.classes = try corpus.classes() }
      if model.tokenTypes < 2, corpus.rows[0].second != nil {
        throw InputError(
          corpus.path, "has pairs of texts, but the encoder does not tell two texts apart.",
          remedy: "Use an encoder that was pretrained with \(Setting.objective) nsp.")
      }
    case .tags(let corpus): model.predictions.tags = try corpus.tags()
    }
    return model
  }

  /// Weights of the encoder where it has them, and others drawn at random.
  private func beginning(of bert: BERT) throws -> Trainer.Beginning {
    guard let encoder else { return .random }
    let weights = try encoder.loadBERT().1
    let parameters = ParameterBuffer(count: bert.layout.count)
    parameters.initialize(bert.layout, seed: options.seed)
    // Labels of another task are none of this one's.
    parameters.take(bert.layout, from: weights) { !$0.hasPrefix("labels.") }
    return .weights(parameters)
  }
}
