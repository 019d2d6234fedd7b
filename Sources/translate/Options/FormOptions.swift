import ArgumentParser
import CommandSupport
import Dragoman

/// What is written for each line.
struct FormOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the n best translations of each line: number ||| text ||| F0= log-probability ||| score.",
      valueName: "n"))
  var nBest: Int?

  @Flag(help: "Write which words translate each other: text ||| 0-0 1-1.")
  var alignment = false

  @Flag(help: "Write a JSON object a line, with tokens, their scores and alignments.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write a page that shows alignments, probabilities and runners-up.", valueName: "file.html"))
  var explain: String?

  func validate() throws {
    try check("--n-best", nBest, in: 1...100)
  }

  /// Asks the search for what is to be written.
  func set(_ options: inout DecodingOptions, _ search: SearchOptions) {
    if search.beamSize == nil, search.mbr == nil {
      options.beamSize = max(options.beamSize, nBest ?? 1)
    }
    options.recordsAttention = alignment || json || explain != nil
    options.computesScores = nBest != nil || json || explain != nil
  }

  var lineFormat: LineFormat {
    if json { return .json(count: nBest ?? 1) }
    if let nBest { return .nBest(count: nBest, hasAlignment: alignment) }
    return .text(hasAlignment: alignment)
  }
}
