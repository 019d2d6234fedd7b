import ArgumentParser
import Dragoman

/// The processor time to score files of translations, without reading them.
struct EvaluationBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluation",
    abstract: "Measures how fast translations are scored, and two systems are compared.")

  @Argument(help: "Files with one translation a line, one for each system; the first is scored.")
  var systems: [String]

  @Option(help: "File with one reference a line.")
  var reference: String

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 5

  func run() throws {
    let systems = try systems.map(readLines)
    let references = [try readLines(reference)]
    for metric: any Metric in [BLEU(), ChrF(), ChrF(wordOrder: 2), TER()] {
      try measure(metric.name) {
        _ = try metric.score(hypotheses: systems[0], references: references)
      }
    }
    guard systems.count > 1 else { return }
    let choices: [(String, [any Metric])] = [
      ("BLEU", [BLEU()]), ("all three", [BLEU(), ChrF(), TER()]),
    ]
    for (name, metrics) in choices {
      try measure("paired bootstrap, \(name)") {
        var evaluation = try SystemEvaluation(
          of: systems, references: references, metrics: metrics)
        evaluation.resample(.bootstrap, Resampling())
      }
    }
  }

  private func measure(_ name: String, _ body: () throws -> Void) throws {
    let seconds = try medianProcessorSeconds(runs: runs, body)
    print("\(name): \(Figures.decimal(seconds * 1000, places: 2)) ms")
  }
}
