import Dragoman

/// The time to score a file of translations with each metric, on one thread and without reading it.
struct EvaluationBenchmark {
  let hypotheses: [String]
  let references: [[String]]

  init(hypotheses: String, reference: String) throws {
    self.hypotheses = try readLines(hypotheses)
    references = [try readLines(reference)]
  }

  func run(runs: Int) throws {
    let metrics: [any Metric] = [BLEU(), ChrF(), ChrF(wordOrder: 2), TER()]
    for metric in metrics {
      let score = try metric.score(hypotheses: hypotheses, references: references)
      let seconds = medianSeconds(runs: runs) {
        _ = try? metric.score(hypotheses: hypotheses, references: references)
      }
      print(
        "\(metric.name) of \(Figures.count(hypotheses.count)) lines: "
          + "\(Figures.decimal(score.score, places: 2)) in "
          + "\(Figures.decimal(seconds * 1000, places: 2)) ms")
    }
  }
}
