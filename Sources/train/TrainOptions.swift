public import ArgumentParser
import CommandSupport
public import Dragoman

extension Preset: ExpressibleByArgument {}

struct FileOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Source sentences, one a line.", valueName: "file"))
  var source: String

  @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
  var target: String

  @Option(help: ArgumentHelp("Source sentences to validate on.", valueName: "file"))
  var validSource: String?

  @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
  var validTarget: String?

  @Option(
    help: ArgumentHelp("Folder for the model, new unless --resume is given.", valueName: "dir"))
  var model: String

  func validate() throws {
    if (validSource == nil) != (validTarget == nil) {
      throw ValidationError("--valid-source and --valid-target belong together: give both or none.")
    }
  }

  func corpus(_ text: TextOptions) throws -> ParallelCorpus {
    try read(source, target, text)
  }

  func validation(_ text: TextOptions) throws -> ParallelCorpus? {
    guard let validSource, let validTarget else { return nil }
    return try read(validSource, validTarget, text)
  }

  private func read(_ source: String, _ target: String, _ text: TextOptions) throws
    -> ParallelCorpus
  {
    let corpus = try ParallelCorpus(
      sourcePath: source, targetPath: target, invalidUTF8: text.invalidUTF8)
    note(replacements: corpus.replacements, in: "\(source) and \(target)")
    return corpus
  }
}

struct ModelOptions: ParsableArguments {
  @Option(help: "Size of the model: tiny, small or base.")
  var preset: Preset?

  @Option(
    help: ArgumentHelp("Vocabulary to use instead of learning one.", valueName: "file"))
  var vocabulary: String?

  @Option(help: ArgumentHelp("Tokens of the vocabulary that is learned.", valueName: "n"))
  var vocabularySize: Int?

  func validate() throws {
    if vocabulary != nil, vocabularySize != nil {
      throw ValidationError(
        "--vocabulary and --vocabulary-size contradict each other: a given vocabulary has its size."
      )
    }
    try check("--vocabulary-size", vocabularySize, in: 1...1_000_000)
  }
}

struct CourseOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Updates after which to end.", valueName: "n"))
  var maxUpdates: Int?

  @Option(
    help: ArgumentHelp("Minutes after which to end, earlier runs included.", valueName: "minutes"))
  var maxMinutes: Double?

  @Option(help: ArgumentHelp("Updates between validations.", valueName: "n"))
  var validEvery = TrainingPlan().validEvery

  @Option(help: ArgumentHelp("Updates between saves of the run.", valueName: "n"))
  var saveEvery = TrainingPlan().saveEvery

  @Option(
    help: ArgumentHelp("Validations without a higher BLEU after which to end.", valueName: "n"))
  var patience = TrainingPlan().patience

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @Flag(help: "Go on with the run in the model folder.")
  var resume = false

  func validate() throws {
    try check("--max-updates", maxUpdates, in: 1...Int.max)
    try check("--max-minutes", maxMinutes, in: 0...1e9)
    try check("--valid-every", validEvery, in: 1...Int.max)
    try check("--save-every", saveEvery, in: 1...Int.max)
    try check("--patience", patience, in: 1...Int.max)
    try check("--threads", threads, in: 1...256)
  }

  var plan: TrainingPlan {
    var plan = TrainingPlan()
    plan.maximumUpdates = maxUpdates
    plan.maximumMinutes = maxMinutes
    plan.validEvery = validEvery
    plan.saveEvery = saveEvery
    plan.patience = patience
    return plan
  }
}

struct OptimisationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Decides all that is left to chance.", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Target tokens of an update.", valueName: "n"))
  var batchTokens: Int?

  @Option(help: ArgumentHelp("The highest learning rate.", valueName: "rate"))
  var learningRate: Float?

  @Option(help: ArgumentHelp("Updates until the rate is highest.", valueName: "n"))
  var warmup: Int?

  @Option(help: ArgumentHelp("Dropout of embeddings and sublayers.", valueName: "rate"))
  var dropout: Float?

  @Option(help: ArgumentHelp("Dropout of attention.", valueName: "rate"))
  var attentionDropout: Float?

  @Option(help: ArgumentHelp("Dropout in feed-forward layers.", valueName: "rate"))
  var activationDropout: Float?

  @Option(help: ArgumentHelp("Probability spread over the vocabulary.", valueName: "rate"))
  var labelSmoothing: Float?

  @Option(help: ArgumentHelp("Longest gradient, 0 for any.", valueName: "norm"))
  var clipNorm: Float?

  @Option(
    help: ArgumentHelp(
      "Share of the averaged weights that an update keeps, 0 for no average.", valueName: "rate"))
  var averageDecay: Float?

  @Option(help: ArgumentHelp("Longest side of a pair in tokens.", valueName: "n"))
  var maxLength: Int?

  func validate() throws {
    try check("--batch-tokens", batchTokens, in: 1...10_000_000)
    try check("--learning-rate", learningRate, in: 1e-9...10)
    try check("--warmup", warmup, in: 0...1_000_000_000)
    try check("--dropout", dropout, in: 0...0.95)
    try check("--attention-dropout", attentionDropout, in: 0...0.95)
    try check("--activation-dropout", activationDropout, in: 0...0.95)
    try check("--label-smoothing", labelSmoothing, in: 0...0.9)
    try check("--clip-norm", clipNorm, in: 0...1e9)
    try check("--average-decay", averageDecay, in: 0...0.999_999)
    try check("--max-length", maxLength, in: 2...100_000)
  }

  func apply(to options: inout TrainingOptions) {
    options.seed = seed ?? options.seed
    options.batchTokens = batchTokens ?? options.batchTokens
    options.learningRate = learningRate ?? options.learningRate
    options.warmup = warmup ?? options.warmup
    options.dropout = dropout ?? options.dropout
    options.attentionDropout = attentionDropout ?? options.attentionDropout
    options.activationDropout = activationDropout ?? options.activationDropout
    options.labelSmoothing = labelSmoothing ?? options.labelSmoothing
    options.clipNorm = clipNorm ?? options.clipNorm
    options.averageDecay = averageDecay ?? options.averageDecay
    options.maximumLength = maxLength ?? options.maximumLength
  }
}
