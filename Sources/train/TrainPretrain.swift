public import ArgumentParser
import CommandSupport
public import Dragoman

extension PretrainingObjective: ExpressibleByArgument {}

/// `train pretrain`: text in, an encoder out.
struct TrainPretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pretrain",
    abstract: "Trains an encoder on text alone, by hiding words from it.",
    usage: "train pretrain FILE ... --model DIR [options]",
    discussion: """
      Each line is a sentence, and blank lines stand between documents. The text of several languages makes \
      one encoder for all:

        train pretrain news.en news.de --valid held-out.en --model encoder --max-minutes 60

      Text that is not split into documents is learned from sentence by sentence, with '--objective mlm'. \
      'understand' applies the encoder, and 'train --encoder' begins a translator with it. '--objective spans' \
      trains an encoder and a decoder, with which 'train --from-model' begins.
      """)

  @Argument(help: "Text to learn from, gzip or not.")
  var files: [String]

  @Option(help: ArgumentHelp("Text to validate on; may be repeated.", valueName: "file"))
  var valid: [String] = []

  @Option(
    help: ArgumentHelp("Folder for the model, new unless --resume is given.", valueName: "dir"))
  var model: String

  @Option(
    help: ArgumentHelp(
      "What is learned: hidden words and which passages belong together (nsp), hidden words alone (mlm), or to write hidden parts of sentences (spans).",
      valueName: "nsp|mlm|spans"))
  var objective = PretrainingObjective.nextSentence

  @Option(
    help: ArgumentHelp("Vocabulary to use instead of learning one.", valueName: "tokenizer.json"))
  var vocabulary: String?

  @Option(help: ArgumentHelp("Tokens of the vocabulary that is learned.", valueName: "n"))
  var vocabularySize: Int?

  @OptionGroup var text: TextOptions
  @OptionGroup(title: "Model") var shape: EncoderShapeOptions
  @OptionGroup(title: "Course of the run") var course: CourseOptions
  @OptionGroup(title: "Optimisation") var optimisation: OptimisationOptions
  @OptionGroup(title: "Regularisation") var dropout: DropoutOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    if files.contains("-") {
      throw ValidationError("The text is read more than once: name files instead of '-'.")
    }
    if vocabulary != nil, vocabularySize != nil {
      throw ValidationError(
        "--vocabulary and --vocabulary-size contradict each other: a given vocabulary has its size."
      )
    }
    try course.checkForEncoder()
    try check("--vocabulary-size", vocabularySize, in: 1...1_000_000)
  }

  func run() throws {
    var setup = try PretrainingSetup(
      files: files, folder: ModelFolder(model), preset: shape.preset,
      optimizer: optimisation.optimizer, plan: course.plan)
    setup.validation = valid
    setup.objective = objective
    setup.vocabulary = vocabulary
    setup.vocabularySize = vocabularySize ?? setup.vocabularySize
    setup.threads = course.threads
    setup.resume = course.resume
    setup.invalidUTF8 = text.invalidUTF8
    if course.resume { setup.options = try TrainingOptions(ofRunIn: setup.folder) ?? setup.options }
    shape.apply(to: &setup.shape)
    optimisation.apply(to: &setup.options)
    dropout.apply(to: &setup.options)
    Interruption.listen()
    let progress = ProgressLine()
    progress.update("reading the text and learning the vocabulary …")
    let (trainer, summary) = try setup.trainer { note($0) }
    progress.clear()
    if !course.resume { print(description(of: summary, setup)) }
    let code = try TrainingRun(course: course, folder: setup.folder)
      .run(trainer, progress: progress)
    if code != .success { throw code }
  }

  private func description(
    of summary: PretrainingSetup.Summary, _ setup: PretrainingSetup
  ) -> String {
    let count = { Figures.count($0) }
    var table = TextTable([.left, .left])
    table.add([
      "text",
      "\(count(summary.sentences)) sentences, \(count(summary.documents)) documents, \(count(summary.tokens)) tokens",
    ])
    table.add(["vocabulary", "\(count(summary.vocabularySize)) tokens"])
    table.add([
      "model", "\(setup.shape.preset.rawValue), \(count(summary.parameters)) parameters",
    ])
    return table.lines.joined(separator: "\n")
  }
}
