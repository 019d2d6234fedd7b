import ArgumentParser
import CommandSupport
import Dragoman

/// Scoring of translations that are there already.
struct ScoringOptions: ParsableArguments {
  @Flag(help: "Do not translate: print the log-probability of each line's translation.")
  var score = false

  @Option(help: ArgumentHelp("File with the translations to score.", valueName: "file"))
  var target: String?

  func targetReader(_ text: TextOptions) throws -> LineReader {
    try text.readers([target].compactMap(\.self))[0]
  }
}
