import ArgumentParser
import CommandSupport
import Dragoman

/// `train vocabulary`: text in, `tokenizer.json` and a summary out.
struct TrainVocabulary: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary",
    abstract: "Learns a vocabulary from text.",
    usage: "train vocabulary FILE ... --size N --output FILE [options]",
    discussion: """
      The text is plain or gzip; that of several languages makes a vocabulary that they share:

        train vocabulary train.en train.de --size 8000 --output tokenizer.json

      The same text gives the same file, whatever the order of its lines and the number of threads.
      """)

  @Argument(help: "Text to learn from; standard input if there is no file, or for '-'.")
  var files: [String] = []

  @Option(help: ArgumentHelp("Pieces of the vocabulary.", valueName: "n"))
  var size: Int

  @Option(help: ArgumentHelp("Where the vocabulary goes.", valueName: "tokenizer.json"))
  var output: String

  @Option(
    help: ArgumentHelp("How often two pieces must stand together to be merged.", valueName: "n"))
  var minimumFrequency = BytePairTrainer.Options().minimumFrequency

  @Option(
    help: ArgumentHelp(
      "Share of the text's characters that get a piece; the rest is spelled in bytes.",
      valueName: "share"))
  var characterCoverage = BytePairTrainer.Options().characterCoverage

  @Option(
    help: ArgumentHelp("Characters that get a piece in any case.", valueName: "characters"))
  var requiredCharacters = ""

  @Option(
    help: ArgumentHelp(
      "Control token to have besides <s> and </s>, such as '<2de>'; may be repeated.",
      valueName: "token"))
  var reserve: [String] = []

  @Flag(inversion: .prefixedNo, help: "Split numbers into digits.")
  var splitDigits = true

  @Option(
    help: ArgumentHelp(
      "How text is normalised: standard, nfc, clean, moses or none, with +lowercase if wished.",
      valueName: "preset"))
  var normalize = "standard"

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @OptionGroup var text: TextOptions
  @OptionGroup var configurationFile: ConfigurationOption

  private static let bytesOfBlock = 1 << 24

  func validate() throws {
    try check("--size", size, in: 1...10_000_000)
    try check("--minimum-frequency", minimumFrequency, in: 1...Int.max)
    try check("--character-coverage", characterCoverage, in: 0...1)
    try check("--threads", threads, in: 1...256)
  }

  func run() throws {
    // A path that cannot be written is to be known before the work begins.
    _ = try AtomicFile(path: output)
    var trainer = BytePairTrainer(
      options: .init(
        vocabularySize: size, minimumFrequency: minimumFrequency,
        characterCoverage: characterCoverage, requiredCharacters: requiredCharacters,
        reservedTokens: reserve, splitsDigits: splitDigits),
      normalizer: try Normalizer(preset: normalize))
    try read(into: &trainer)
    let tokenizer = try trainer.train()
    let report = trainer.report(on: tokenizer)
    guard report.lines > 0 else {
      throw InputError(
        files.first ?? "standard input", "has no text.", remedy: "Give text to learn from.")
    }
    try tokenizer.save(to: output)
    print(summary(tokenizer, report))
    if report.isSampled {
      note(
        "rare words were left out, as all would not fit in memory; the figures are of the others")
    }
    if tokenizer.count < size {
      note(
        "the text gives \(Figures.count(tokenizer.count)) pieces, not \(Figures.count(size)): "
          + "no pair stands together \(minimumFrequency) times or more")
    }
  }

  private func read(into trainer: inout BytePairTrainer) throws {
    let readers = try text.readers(files)
    let progress = LineProgress()
    for reader in readers {
      while case let lines = try reader.next(bytes: Self.bytesOfBlock), !lines.isEmpty {
        trainer.add(lines, threads: threads)
        progress.add(lines.count)
      }
    }
    progress.end()
    for reader in readers { note(replacements: reader.replacements, in: reader.path) }
  }

  private func summary(_ tokenizer: Tokenizer, _ report: VocabularyReport) -> String {
    func ratio(_ one: Int, _ other: Int) -> String {
      Figures.decimal(Double(one) / Double(max(other, 1)), places: 2)
    }
    let count = { Figures.count($0) }
    var table = TextTable([.left, .left])
    table.add([
      "pieces",
      "\(count(tokenizer.count)), of which the text never has \(count(report.unusedPieces))",
    ])
    table.add([
      "text",
      "\(count(report.lines)) lines, \(count(report.words)) words, \(count(report.characters)) characters",
    ])
    table.add([
      "characters covered", "\(Figures.decimal(100 * report.characterCoverage, places: 3)) %",
    ])
    table.add(["tokens per word", ratio(report.tokens, report.words)])
    table.add(["tokens per line", report.isSampled ? "-" : ratio(report.tokens, report.lines)])
    table.add(["characters per token", ratio(report.characters, report.tokens)])
    table.add(["longest pieces", report.longestPieces(8).joined(separator: "  ")])
    let rarest = report.rarestPieces(8).map { "\($0.piece) \(count($0.count))" }
    table.add(["rarest pieces", rarest.joined(separator: "  ")])
    return table.lines.joined(separator: "\n")
  }
}
