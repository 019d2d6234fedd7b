import Dragoman

/// The sentences by their scores under the first metric.
struct SentenceRanking {
  let metric: any Metric
  /// [systems][sentences]
  let scores: [[Double]]

  init(_ evaluation: SystemEvaluation) {
    metric = evaluation.metrics[0]
    scores = evaluation.results[0].map { evaluation.metrics[0].sentenceScores($0.statistics) }
  }

  /// The sentences of a system with the worst scores, worst first.
  func worst(_ count: Int, of system: Int = 0) -> [Int] {
    first(count) { goodness($0, system) }
  }

  /// The sentences at which the second system gains most on the first, largest gain first.
  func gains(_ count: Int) -> [Int] {
    first(count) { goodness($0, 0) - goodness($0, 1) }.filter { goodness($0, 1) > goodness($0, 0) }
  }

  /// The sentences at which the second system loses most, largest loss first.
  func losses(_ count: Int) -> [Int] {
    first(count) { goodness($0, 1) - goodness($0, 0) }.filter { goodness($0, 1) < goodness($0, 0) }
  }

  /// The sentences at which the best and the worst system are furthest apart.
  func mostDifferent(_ count: Int) -> [Int] {
    first(count) { sentence in
      let scores = scores.map { $0[sentence] }
      return (scores.min() ?? 0) - (scores.max() ?? 0)
    }
  }

  /// A number that is higher where the translation is better.
  private func goodness(_ sentence: Int, _ system: Int) -> Double {
    metric.isHigherBetter ? scores[system][sentence] : -scores[system][sentence]
  }

  /// The sentences with the lowest keys; of equals the earlier one.
  private func first(_ count: Int, by key: (Int) -> Double) -> [Int] {
    let keys = scores[0].indices.map { (key: key($0), sentence: $0) }
    return keys.sorted { $0 < $1 }.prefix(count).map(\.sentence)
  }
}
