public import ArgumentParser
import CommandSupport
import Dragoman

@main
struct Evaluate: DragomanCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score translations against references: corpus BLEU, equal to sacreBLEU's.",
    discussion: """
      EXAMPLE:
        translate --model model test.en | evaluate --reference test.de
      """,
    version: dragomanVersion)

  @Option(
    name: .customLong("reference"),
    help: ArgumentHelp(
      "File with one reference a line; may be repeated for several references.",
      valueName: "file"))
  var references: [String]

  @Option(help: "How lines are cut into tokens.")
  var tokenize = MetricTokenizer.mteval13a

  @Flag(help: "Make no difference between upper and lower case.")
  var lowercase = false

  @OptionGroup var configurationFile: ConfigurationOption

  @Argument(help: "File with one translation a line; - is standard input.")
  var hypothesis = "-"

  func run() throws {
    let output = try OutputFile()
    let hypotheses = try lines(of: hypothesis)
    let references = try references.map { path in
      let lines = try lines(of: path)
      guard lines.count == hypotheses.count else {
        throw InputError(
          name(path),
          """
          \(Figures.count(lines.count)) lines, but \(name(hypothesis)) has \
          \(Figures.count(hypotheses.count)).
          """,
          remedy: "Line n of one must be a translation of the same sentence as line n of the other."
        )
      }
      return lines
    }
    let metric = BLEU(tokenizer: tokenize, lowercase: lowercase)
    let score = try metric.score(hypotheses: hypotheses, references: references)
    try output.write(line: score.signedDescription())
    try output.close()
  }

  func validate() throws {
    guard references.count(where: { $0 == "-" }) + (hypothesis == "-" ? 1 : 0) < 2 else {
      throw ValidationError(
        "Standard input can be the hypothesis or one reference, not both; name files.")
    }
  }

  private func lines(of path: String) throws -> [String] {
    let lines = try readLines(path)
    guard !lines.isEmpty else {
      throw InputError(name(path), "is empty.", remedy: "Give one sentence a line.")
    }
    return lines
  }

  private func name(_ path: String) -> String { path == "-" ? "standard input" : path }
}

extension MetricTokenizer: ExpressibleByArgument {}
