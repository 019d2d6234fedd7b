import Glibc

/// What a run is made of: corpora, a vocabulary and a model, as the user's files and choices say.
public struct TrainingSetup {
  /// The pairs to train on.
  public var corpus: ParallelCorpus
  /// The pairs to validate on; `nil` for no validations.
  public var validation: ParallelCorpus?
  /// Where the model goes.
  public var folder: ModelFolder
  /// The size of the model.
  public var preset: Preset
  /// The file of a vocabulary to use, in any ``TokenizerFormat``; `nil` to learn one from the corpus.
  public var vocabulary: String?
  /// Tokens of a vocabulary that is learned.
  public var vocabularySize: Int
  /// How the model is trained.
  public var options: TrainingOptions
  /// Threads that compute gradients. They do not change the result.
  public var threads = 1
  /// Whether to go on with the run that the folder holds.
  public var resume = false

  /// A setup with the defaults for a corpus of this size.
  public init(
    corpus: ParallelCorpus, validation: ParallelCorpus?, folder: ModelFolder,
    defaults: TrainingDefaults
  ) {
    self.corpus = corpus
    self.validation = validation
    self.folder = folder
    preset = defaults.preset
    vocabularySize = defaults.vocabularySize
    options = defaults.options
  }

  /// Learns or reads the vocabulary, makes the model folder and readies the run.
  ///
  /// - Parameter warn: Is told how many pairs are left out, and why.
  /// - Throws: ``InputError`` when a file is not what it must be, or the folder holds another model.
  public func trainer(warn: (String) -> Void) throws -> Trainer {
    try checkFolder()
    let tokenizer = try tokenizer()
    let tokenized = try TokenizedCorpus(
      corpus, tokenizer: tokenizer, maximumLength: options.maximumLength, threads: threads)
    let emptyPairs = corpus.blankLines + tokenized.emptyPairs
    if emptyPairs > 0 { warn("left out for an empty side: \(Figures.count(emptyPairs))") }
    if tokenized.longPairs > 0 {
      warn(
        "left out for more than \(options.maximumLength) tokens: \(Figures.count(tokenized.longPairs))"
      )
    }
    guard tokenized.count > 0 else {
      throw InputError(
        "--source", "no pair with text on both sides and at most \(options.maximumLength) tokens.",
        remedy: "Give a corpus with one sentence a line.")
    }
    let validator = try validation.map {
      try Validator(
        $0, tokenizer: tokenizer, maximumLength: options.maximumLength, threads: threads)
    }
    var model = ModelConfiguration(preset, vocabularySize: tokenizer.count)
    model.maximumPositions = max(model.maximumPositions, options.maximumLength)
    let trainer = try Trainer(
      folder: folder, model: model, options: options, corpus: tokenized, validator: validator,
      threads: threads, resume: resume)
    if !resume {
      try folder.save(model)
      try folder.save(tokenizer)
    }
    return trainer
  }

  private func checkFolder() throws {
    let checkpoint = TrainingCheckpoint(in: folder).path
    if resume {
      guard access(checkpoint, F_OK) == 0 else {
        throw InputError(
          folder.path, "no run to resume: there is no training.safetensors.",
          remedy: "Leave out --resume to begin one.")
      }
      return
    }
    for (path, way) in [
      (checkpoint, "Add --resume to go on with its training, or choose"),
      (folder.weightsPath, "Choose"),
    ] where access(path, F_OK) == 0 {
      throw InputError(
        folder.path, "holds a model already.", remedy: "\(way) another folder with --model.")
    }
    try folder.create()
  }

  private func tokenizer() throws -> Tokenizer {
    if resume { return try Tokenizer(contentsOf: folder.tokenizerPath) }
    if let vocabulary { return try Tokenizer(contentsOf: vocabulary) }
    var trainer = BytePairTrainer(options: .init(vocabularySize: vocabularySize))
    trainer.add(corpus.source, threads: threads)
    trainer.add(corpus.target, threads: threads)
    return try trainer.train()
  }
}
