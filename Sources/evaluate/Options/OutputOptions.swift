import ArgumentParser
import CommandSupport
import Dragoman

/// What is printed; the names are sacreBLEU's where it has the same.
struct OutputOptions: ParsableArguments {
  @Flag(name: [.customShort("b"), .long], help: "Print the scores alone.")
  var scoreOnly = false

  @Option(help: ArgumentHelp("Decimals.", valueName: "n"))
  var width = 2

  @Flag(help: "Print JSON with sacreBLEU's names.")
  var json = false

  @Flag(help: "Print a score for every sentence.")
  var sentenceLevel = false

  @Option(
    help: ArgumentHelp(
      "Show the n sentences of the first system with the worst scores.", valueName: "n"))
  var worst = 0

  @Option(
    help: ArgumentHelp(
      "Show the n sentences that gain most, and lose most, from the first system to the second.",
      valueName: "n"))
  var compare = 0

  @Option(help: ArgumentHelp("Write a page with all this and charts.", valueName: "file.html"))
  var report: String?

  func validate() throws {
    try check("--width", width, in: 0...15)
    try check("--worst", worst, in: 0...1_000_000)
    try check("--compare", compare, in: 0...1_000_000)
    guard !json || worst + compare == 0 else {
      throw ValidationError("'--json' goes with neither '--worst' nor '--compare'.")
    }
  }

  /// Refuses what cannot be shown of so many systems and metrics.
  func validate(systems: Int, metrics: Int) throws {
    if sentenceLevel && (systems > 1 || metrics > 1) {
      throw ValidationError("'--sentence-level' takes one system and one metric.")
    }
    if compare > 0 && systems < 2 {
      throw ValidationError("'--compare' takes two systems or more.")
    }
  }

  /// Whether intervals and p-values appear anywhere.
  var showsConfidence: Bool { report != nil || !(scoreOnly || sentenceLevel) }

  /// The lines to print.
  func lines(_ evaluation: SystemEvaluation, _ testSet: TestSet) -> [String] {
    let scores = ScoreOutput(evaluation, testSet, decimals: width)
    let emphasis = Emphasis()
    let view = SentenceView(evaluation, testSet, decimals: width, emphasis: emphasis)
    let lines =
      if sentenceLevel {
        scores.sentences(json: json, scoreOnly: scoreOnly)
      } else if json {
        scores.json
      } else if scoreOnly {
        scores.numbers
      } else if testSet.systems.count == 1 {
        scores.signed
      } else {
        ScoreTable(evaluation, testSet, decimals: width, emphasis).lines
      }
    return lines + (worst > 0 ? view.worst(worst) : [])
      + (compare > 0 ? view.comparison(compare) : [])
  }
}
