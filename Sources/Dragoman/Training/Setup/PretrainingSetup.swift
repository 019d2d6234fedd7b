/// What a model is pretrained to do with text.
public enum PretrainingObjective: String, CaseIterable, Sendable {
  /// To find words that are hidden, and to tell whether two passages belong together (Devlin et al. 2019).
  case nextSentence = "nsp"
  /// To find words that are hidden, in single sentences.
  case maskedTokens = "mlm"
  /// To write a part of a sentence that is hidden, by encoder and decoder together (Song et al. 2019).
  case spans
}

/// What a run of pretraining is made of, as the user's files and choices say.
public struct PretrainingSetup {
  /// The text, a sentence a line, with blank lines between documents.
  public var files: [String]
  /// Text to validate on; none for no validations.
  public var validation: [String] = []
  /// Where the model goes.
  public var folder: ModelFolder
  /// What is learned.
  public var objective = PretrainingObjective.nextSentence
  /// The size and form of the encoder.
  public var shape: EncoderShape
  /// A file with the vocabulary; `nil` to learn one.
  public var vocabulary: String?
  /// Tokens of a vocabulary that is learned.
  public var vocabularySize: Int
  /// How the model is trained.
  public var options: TrainingOptions
  /// Threads that compute gradients. They do not change the result.
  public var threads = 1
  /// Whether to go on with the run that the folder holds.
  public var resume = false
  /// What is done about bytes that are not UTF-8.
  public var invalidUTF8 = LineReader.InvalidUTF8.fail

  /// A setup with the defaults for so much text.
  ///
  /// - Parameters:
  ///   - preset: The size of the model, if it is chosen already.
  ///   - plan: When the run ends, if that is known.
  /// - Throws: ``InputError`` when a file cannot be read, or there is no text.
  public init(
    files: [String], folder: ModelFolder, preset: Preset? = nil, optimizer: OptimizerName? = nil,
    plan: TrainingPlan = TrainingPlan()
  ) throws {
    var lines = 0
    for path in files {
      let reader = try LineReader(path: path, invalidUTF8: .replace)
      while case let text = try reader.next(bytes: 1 << 22), !text.isEmpty { lines += text.count }
    }
    let defaults = TrainingDefaults(
      pairs: lines, preset: preset, optimizer: optimizer, plan: plan)
    self.files = files
    self.folder = folder
    shape = EncoderShape(defaults.shape.preset)
    vocabularySize = defaults.vocabularySize
    options = defaults.options
    options.labelSmoothing = 0
    options.consistency = 0
    options.dropout = 0.1
    options.maximumLength = 128
    // Of what is read about a seventh is predicted.
    options.batchTokens *= 2
  }

  /// What was found in the text.
  public struct Summary: Sendable {
    /// Sentences of the text.
    public var sentences: Int
    /// Documents that they are in.
    public var documents: Int
    /// Tokens that they became.
    public var tokens: Int
    /// Tokens of the vocabulary.
    public var vocabularySize: Int
    /// Numbers of the model.
    public var parameters: Int
  }

  /// Learns or reads the vocabulary, makes the model folder and readies the run.
  ///
  /// - Parameter warn: Is told when the last state of the run to resume is damaged.
  /// - Throws: ``InputError`` when a file is not what it must be, or the folder holds another model or is in use
  ///   by another run.
  public func trainer(warn: (String) -> Void) throws -> (trainer: Trainer, summary: Summary) {
    if let fault = options.fault() ?? shape.fault() { throw fault.error }
    return try folder.claimed(resume: resume) { lock in try trainer(lock: lock, warn: warn) }
  }

  private func trainer(
    lock: FolderLock?, warn: (String) -> Void
  ) throws -> (trainer: Trainer, summary: Summary) {
    let tokenizer = try resume ? loadTokenizer() : vocabularyOfText()
    let run = resume ? try TrainingCheckpoint(in: folder).open(warn: warn) : nil
    let passages = try passages(of: files, tokenizer)
    let (task, save) = try task(passages, tokenizer)
    let trainer = try Trainer(
      folder: folder, lock: lock, task: task, options: options, threads: threads,
      beginning: run.map { .saved($0) } ?? .random)
    if !resume {
      try save()
      try folder.save(TokenizerPair(joint: tokenizer))
    }
    return (
      trainer,
      Summary(
        sentences: passages.text.sentenceCount, documents: passages.text.documentCount,
        tokens: passages.text.tokens.count, vocabularySize: tokenizer.count,
        parameters: task.layout.count)
    )
  }

  private func loadTokenizer() throws -> Tokenizer {
    try objective == .spans ? folder.loadTokenizers().target : folder.loadBERTTokenizer()
  }

  /// What is learned, and what writes the description of its model to the folder.
  private func task(
    _ passages: Passages, _ tokenizer: Tokenizer
  ) throws -> (task: any TrainingTask, save: () throws -> Void) {
    let masking = try TokenMasking(tokenizer)
    let frame = try tokenizer.targetFrame
    let held =
      try validation.isEmpty ? nil : self.passages(of: validation, tokenizer)
    if objective == .spans {
      let configuration = try shape.translator(
        vocabularySize: tokenizer.count, maximumLength: options.maximumLength)
      let transformer = Transformer(configuration)
      func sampler(_ passages: Passages) -> SpanSampler {
        SpanSampler(passages, masking: masking, targetFrame: frame)
      }
      let task = SpanTask(
        transformer, sampler(passages),
        validation: held.map {
          SpanValidation(transformer, sampler($0), shardTokens: options.shardTokens)
        }, options: options)
      return (task, { try folder.save(configuration) })
    }
    let configuration = try shape.configuration(
      vocabularySize: tokenizer.count, maximumLength: options.maximumLength,
      predictsNextSentence: objective == .nextSentence)
    let bert = BERT(configuration)
    func sampler(_ passages: Passages) -> PretrainingSampler {
      PretrainingSampler(passages, masking: masking, frame: frame)
    }
    let task = PretrainingTask(
      bert, sampler(passages),
      validation: held.map {
        PretrainingValidation(
          bert, sampler($0), tokenizer: tokenizer, shardTokens: options.shardTokens)
      }, options: options)
    return (task, { try folder.save(configuration) })
  }

  private func passages(of paths: [String], _ tokenizer: Tokenizer) throws -> Passages {
    // Room for the marks around one part or two.
    let longest = options.maximumLength - 3
    let text = try TokenizedText(
      paths, tokenizer: tokenizer, maximumLength: longest, invalidUTF8: invalidUTF8,
      threads: threads)
    guard !text.tokens.isEmpty else {
      throw InputError(
        paths[0], "has no text, so that nothing can be masked.",
        remedy: "Give text with one sentence a line.")
    }
    guard objective != .nextSentence || text.documentCount > 1 else {
      throw InputError(
        paths[0],
        "has one document only: no blank line stands between two, and the next sentence of another is needed.",
        remedy: "Put blank lines between documents, or choose \(Setting.objective) mlm.")
    }
    return Passages(text, arePairs: objective == .nextSentence, maximumLength: longest)
  }

  private func vocabularyOfText() throws -> Tokenizer {
    if let vocabulary { return try Tokenizer(contentsOf: vocabulary) }
    var trainer = BytePairTrainer(
      options: .init(vocabularySize: vocabularySize, reservedTokens: [Tokenizer.ownMask]))
    for path in files {
      let reader = try LineReader(path: path, invalidUTF8: invalidUTF8)
      while case let lines = try reader.next(bytes: 1 << 24), !lines.isEmpty {
        trainer.add(lines, threads: threads)
      }
    }
    return try trainer.train()
  }
}
