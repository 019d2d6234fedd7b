import ArgumentParser
import CommandSupport
import Dragoman
import Glibc

@main
struct Translate: DragomanCommand {
  static let configuration = CommandConfiguration(
    commandName: "translate",
    abstract: "Translates text, line by line.",
    discussion: """
      Each line is a sentence, and each gives one line:

        echo "Good morning." | translate --model en-de
        translate --model en-de chapter1.en chapter2.en --output book.de
      """,
    version: dragomanVersion)

  @Option(help: ArgumentHelp("Folder of the model.", valueName: "dir"))
  var model: String

  @Argument(help: ArgumentHelp("Files to translate; standard input if there is none, or for '-'."))
  var files: [String] = []

  @Option(
    help: ArgumentHelp("File for the translations instead of standard output.", valueName: "file"))
  var output = "-"

  @Option(help: ArgumentHelp("Hypotheses kept at each step; 1 is greedy search.", valueName: "n"))
  var beamSize = DecodingOptions().beamSize

  @Option(
    help: ArgumentHelp(
      "Power of the length that a hypothesis' log-probability is divided by.", valueName: "alpha"))
  var lengthPenalty = DecodingOptions().penalties.length

  @Option(
    help: ArgumentHelp(
      "Longest translation, in tokens for each token of the source.", valueName: "ratio"))
  var maxLengthRatio = DecodingOptions().lengths.maximumRatio

  @Option(help: ArgumentHelp("Sentences that a thread translates at a time.", valueName: "n"))
  var batchSize = DecodingOptions().batchSize

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @OptionGroup var text: TextOptions

  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try check("--beam-size", beamSize, in: 1...100)
    try check("--length-penalty", lengthPenalty, in: 0...10)
    try check("--max-length-ratio", maxLengthRatio, in: 0.1...100)
    try check("--batch-size", batchSize, in: 1...1024)
    try check("--threads", threads, in: 1...256)
  }

  func run() throws {
    let readers = try text.readers(files)
    let output = try OutputFile(path: output)
    let translator = try Translator(ModelFolder(model))
    Interruption.listen()
    let progress = LineProgress()
    for reader in readers {
      while let window = try nextLines(reader) {
        if Interruption.isRequested { throw Interruption.exitCode }
        let translations = translator.translate(
          window, firstLine: reader.lineNumber - window.count + 1, options: options)
        progress.add(window.count)
        for translation in translations { try output.write(line: translation.text) }
      }
    }
    progress.end()
    for reader in readers { note(replacements: reader.replacements, in: reader.path) }
    try output.close()
  }

  private var options: TranslationOptions {
    var options = TranslationOptions()
    options.search.beamSize = beamSize
    options.search.penalties.length = lengthPenalty
    options.search.lengths.maximumRatio = maxLengthRatio
    options.search.batchSize = batchSize
    options.search.threads = threads
    return options
  }

  /// The next lines to translate together: many, so that those of like length can be, but a single
  /// one from a person at a terminal, who is waiting for it.
  private func nextLines(_ reader: LineReader) throws -> [String]? {
    let count = reader.isInteractive ? 1 : 16 * batchSize * threads
    var lines: [String] = []
    while lines.count < count, let line = try reader.next() { lines.append(line) }
    return lines.isEmpty ? nil : lines
  }
}
