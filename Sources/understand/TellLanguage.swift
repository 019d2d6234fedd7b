import ArgumentParser
import CommandSupport
import Dragoman
import Glibc

/// `understand language`: lines in, the language of each out.
struct TellLanguage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "language",
    abstract: "Tells the language of each line.",
    usage: "understand language [FILE ...] [options]",
    discussion: """
      Writes for each line its language's code, a tab, and how sure that is, from 0 to 1. Of a line without \
      words it writes '?' and 0. Languages that it has not learned are taken for others: 'train languages' \
      learns a file of your own.

        echo "Das Wetter ist schön." | understand language
      """)

  @Argument(
    help: ArgumentHelp("Files of text, a line each; standard input if none.", valueName: "file"))
  var files: [String] = []

  @Option(
    help: ArgumentHelp("File that 'train languages' made, for other languages.", valueName: "file"))
  var languages: String?

  @Option(help: ArgumentHelp("File for the result.", valueName: "file"))
  var output = "-"

  @OptionGroup var text: TextOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func run() throws {
    let model = try languages.map { try LanguageModel(path: $0) } ?? LanguageIdentifier.standard
    let readers = try text.readers(files)
    let output = try OutputFile(path: output)
    var identifier = LanguageIdentifier(model)
    for reader in readers {
      while let line = try reader.next() {
        guard let guess = identifier.identify(line) else {
          try output.write(line: "?\t0")
          continue
        }
        let sureness = 1 / (1 + exp(-guess.margin))
        try output.write(
          line:
            "\(model.languages[guess.language])\t\(Figures.decimal(Double(sureness), places: 3))")
      }
      note(replacements: reader.replacements, in: reader.path)
    }
    try output.close()
  }
}
