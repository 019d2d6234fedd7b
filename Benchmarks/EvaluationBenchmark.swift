import ArgumentParser
import Dragoman

/// The processor time to score a file of translations with each metric, without reading it.
struct EvaluationBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluation", abstract: "Measures how fast translations are scored.")

  @Argument(help: "File with one translation a line.")
  var hypotheses: String

  @Option(help: "File with one reference a line.")
  var reference: String

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 5

  func run() throws {
    let hypotheses = try readLines(hypotheses)
    let references = [try readLines(reference)]
    let metrics: [any Metric] = [BLEU(), ChrF(), ChrF(wordOrder: 2), TER()]
    for metric in metrics {
      let score = try metric.score(hypotheses: hypotheses, references: references)
      let seconds = try medianProcessorSeconds(runs: runs) {
        _ = try metric.score(hypotheses: hypotheses, references: references)
      }
      print(
        "\(metric.name) of \(Figures.count(hypotheses.count)) lines: "
          + "\(Figures.decimal(score.score, places: 2)) in "
          + "\(Figures.decimal(seconds * 1000, places: 2)) ms")
    }
  }
}
