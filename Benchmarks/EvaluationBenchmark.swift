import Dragoman
import Glibc

/// The processor time to score a file of translations with each metric, without reading it.
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
      let seconds = try (0..<max(1, runs)).map { _ in
        let start = clock()
        _ = try metric.score(hypotheses: hypotheses, references: references)
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
      }
      let median = seconds.sorted()[seconds.count / 2]
      print(
        "\(metric.name) of \(Figures.count(hypotheses.count)) lines: "
          + "\(Figures.decimal(score.score, places: 2)) in "
          + "\(Figures.decimal(median * 1000, places: 2)) ms")
    }
  }
}
