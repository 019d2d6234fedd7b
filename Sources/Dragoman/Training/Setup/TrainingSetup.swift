/// What a run is made of: corpora, a vocabulary and a model, as the user's files and choices say.
public struct TrainingSetup {
  /// The pairs to train on.
  public var corpora: [CorpusPart]
  /// The pairs to validate on; none for no validations.
  public var validation: [CorpusPart] = []
  /// Where the model goes.
  public var folder: ModelFolder
  /// The size and form of the model.
  public var shape: ModelShape
  /// Where the vocabulary comes from.
  public var vocabulary: VocabularyChoice
  /// A model whose weights the run begins with, and whose vocabulary and shape it has; `nil` for weights
  /// that are drawn at random.
  public var initialModel: ModelFolder?
  /// An encoder that was trained on text alone, whose weights and vocabulary the run begins with; `nil` for none.
  public var encoder: ModelFolder?
  /// The direction of that model that is trained, where it knows several.
  public var direction = Direction()
  /// How the model is trained.
  public var options: TrainingOptions
  /// Threads that compute gradients. They do not change the result.
  public var threads = 1
  /// Bytes that the run may take, its corpora included; ``TrainingOptions/shardTokens`` is lowered to stay below,
  /// and a vocabulary is learned without the rarest words. Default `nil`: any.
  public var memoryLimit: Int?
  /// Where the tokens of the corpora lie.
  public var storage = CorpusStorage()
  /// Whether to go on with the run that the folder holds.
  public var resume = false
  /// The processes that train together, each of which has a setup like this.
  package var communicator = Communicator.alone

  /// A setup with the defaults for corpora of this size.
  public init(corpora: [CorpusPart], folder: ModelFolder, defaults: TrainingDefaults) {
    self.corpora = corpora
    self.folder = folder
    shape = defaults.shape
    vocabulary = .learned(size: defaults.vocabularySize, isJoint: true)
    options = defaults.options
  }

  /// Something worth telling while a run is readied.
  public enum Notice: Sendable, Equatable {
    /// Pairs to train or to validate on that are left out, by the lines of the files of source sentences, and
    /// why.
    case leftOut(reason: String, lines: [String], isValidation: Bool)
    /// The last state of the run is damaged.
    case damage(String)
    /// Products of the chosen precision are slower on this processor than float32's.
    case slowPrecision(ProductPrecision)
  }

  /// Learns or reads the vocabulary, makes the model folder and readies the run.
  ///
  /// - Throws: ``InputError`` when a file is not what it must be, the folder holds another model or is in
  ///   use by another run, or the machine lacks the precision.
  public func trainer(notice: (Notice) -> Void) throws -> Trainer {
    if let fault = options.fault() ?? shape.fault() { throw fault.error }
    guard options.precision.isAvailable else {
      throw InputError(
        "\(Setting.precision)",
        "this processor has no products of \(options.precision.rawValue) (AVX512-BF16).",
        remedy: resume
          ? "Resume on a processor that has them, as the run began."
          : "Leave it out, or use float32.")
    }
    if options.precision != .float32, ProductPrecision.fastest == .float32 {
      notice(.slowPrecision(options.precision))
    }
    return try folder.claimed(resume: resume, isLeader: communicator.leads) { lock in
      try trainer(lock: lock, notice: notice)
    }
  }

  private func trainer(lock: FolderLock?, notice: (Notice) -> Void) throws -> Trainer {
    let text = (corpora + validation).reduce(0) { $0 + $1.text.memory }
    let tokenizers = try communicator.tokenizers(
      of: tokenizers(wordBytes: memoryLimit.map(CorpusMemory(text: text).wordBytes)))
    let run =
      resume && communicator.leads
      ? try TrainingCheckpoint(in: folder).open { notice(.damage($0)) } : nil
    let (model, beginning) = try model(tokenizers, run)
    let encoder = PairEncoder(tokenizers, maximumLength: options.maximumLength)
    let tokenized = try communicator.leaderFirst {
      try TokenizedCorpus(corpora, encoder: encoder, storage: storage, threads: threads)
    }
    try tell(notice, of: tokenized, corpora, isValidation: false)
    guard tokenized.count > 0 else {
      throw InputError(
        "\(Setting.source)",
        "no pair with text on both sides and at most \(options.maximumLength) tokens.",
        remedy: "Give a corpus with one sentence a line.")
    }
    let validated = try TokenizedCorpus(validation, encoder: encoder, threads: threads)
    try tell(notice, of: validated, validation, isValidation: true)
    var options = self.options
    let memory = CorpusMemory(text: text, tokens: tokenized.memory + validated.memory)
    options.shardTokens = try communicator.decision(of: shardTokens(of: model, memory, run))
    try checkProcesses(options)
    let sampler =
      options.subwordDropout > 0 || options.recasing > 0
      ? try PairSampler(
        corpora, encoder: encoder,
        sampling: options.subwordDropout > 0
          ? SubwordSampling(dropout: options.subwordDropout) : nil, recasing: options.recasing)
      : nil
    let table =
      options.guidedAlignment > 0
      ? try TranslationTable(tokenized, vocabularySize: tokenizers.source.count) : nil
    let task = TranslationTask(
      model, tokenized, sampler: sampler, table: table,
      validation: validation.isEmpty
        ? nil
        : try TranslationValidation(
          validation, validated, encoder: encoder, model: model, threads: threads),
      options: options)
    let trainer = try Trainer(
      folder: folder, lock: lock, task: task, options: options, threads: threads,
      beginning: communicator.leads ? beginning : .leader, communicator: communicator)
    if !resume, communicator.leads {
      try folder.save(model)
      try folder.save(tokenizers)
    }
    return trainer
  }

  /// Sees that there is work for all processes.
  private func checkProcesses(_ options: TrainingOptions) throws {
    let shards = TokenBatcher.shardCount(
      labels: options.batchTokens, tokens: options.pairTokensOfShard)
    let most = min(shards, GradientTree.mostBranches)
    guard communicator.count > most else { return }
    throw AgreedError(
      error: InputError(
        "\(Setting.batchTokens)",
        "a batch of \(Figures.count(options.batchTokens)) tokens has work for \(most) "
          + "process\(most == 1 ? "" : "es"), not \(communicator.count).",
        remedy: communicator.count > GradientTree.mostBranches
          ? "Start at most \(GradientTree.mostBranches), with more threads each."
          : "Start fewer, or raise it to \(communicator.count * options.pairTokensOfShard)."))
  }

  /// Shards that fit the memory; those of the run, when it is resumed.
  private func shardTokens(
    of model: ModelConfiguration, _ corpus: CorpusMemory, _ run: SavedRun?
  ) throws -> Int {
    let tokens = run?.options.shardTokens ?? options.shardTokens
    guard let memoryLimit else { return tokens }
    let memory = TrainingMemory(model, corpus, options: options, threads: threads)
    let most = try memory.shardTokens(atMost: tokens, within: memoryLimit)
    guard run == nil || most == tokens else {
      throw InputError(
        "\(Setting.memoryLimit)",
        "\(memoryLimit >> 20) MiB, but the run was started for "
          + "\(memory.bytes(shardTokens: tokens) >> 20) MiB.",
        remedy: "Resume with that much, or with fewer \(Setting.threads).")
    }
    return most
  }

  private func tell(
    _ notice: (Notice) -> Void, of tokenized: TokenizedCorpus, _ parts: [CorpusPart],
    isValidation: Bool
  ) throws {
    typealias Line = (part: Int, line: Int)
    func lines(_ origins: [TokenizedCorpus.Origin]) throws -> [Line] {
      try origins.map { ($0.part, try parts[$0.part].text.pair($0.pair).line) }
    }
    let blank = parts.enumerated().flatMap { part, corpus in
      corpus.text.blankLines.map { (part: part, line: $0) }
    }
    for (reason, lines) in [
      ("an empty side", blank + (try lines(tokenized.emptyPairs))),
      ("more than \(options.maximumLength) tokens", try lines(tokenized.longPairs)),
    ] where !lines.isEmpty {
      let places = lines.sorted { ($0.part, $0.line) < ($1.part, $1.line) }.map {
        "\(parts[$0.part].text.sourcePath):\($0.line)"
      }
      notice(.leftOut(reason: reason, lines: places, isValidation: isValidation))
    }
  }

  /// The architecture, and what the run begins with.
  private func model(
    _ tokenizers: TokenizerPair, _ run: SavedRun?
  ) throws -> (ModelConfiguration, Trainer.Beginning) {
    if let initialModel {
      let model = try initialModel.loadConfiguration()
      guard model.maximumPositions >= options.maximumLength else {
        throw InputError(
          initialModel.configurationPath,
          "the model holds \(model.maximumPositions) tokens, not \(options.maximumLength).",
          remedy: "Lower \(Setting.maximumLength).")
      }
      return (model, try run.map { .saved($0) } ?? .model(initialModel.loadModel().1.parameters))
    }
    let model = try shape.configuration(for: tokenizers, maximumLength: options.maximumLength)
    if run == nil, communicator.leads, let encoder {
      let transfer = EncoderTransfer(from: encoder)
      return (
        model,
        .weights(try transfer.parameters(of: Transformer(model), seed: options.seed))
      )
    }
    return (model, run.map { .saved($0) } ?? .random)
  }

  private func tokenizers(wordBytes: Int?) throws -> TokenizerPair {
    if resume { return try folder.loadTokenizers() }
    if let initialModel { return try initialModel.loadTokenizers().directed(direction) }
    if let encoder { return try EncoderTransfer(from: encoder).tokenizers() }
    return try vocabulary.tokenizers(
      for: corpora, wordBytes: wordBytes, storage: storage, threads: threads)
  }
}
