import Dragoman
import Report

/// The charts of the page that `--report` writes.
struct ReportCharts {
  private let evaluation: SystemEvaluation
  private let testSet: TestSet
  private let ranking: SentenceRanking

  /// Groups of sentences by length, of equal size, so that their scores are equally sure.
  private static let groups = 6
  /// Bars of the distribution.
  private static let bins = 20

  init(_ evaluation: SystemEvaluation, _ testSet: TestSet, _ ranking: SentenceRanking) {
    self.evaluation = evaluation
    self.testSet = testSet
    self.ranking = ranking
  }

  /// The first metric's score over short sentences, over longer ones and so on.
  var scoresByLength: HTML {
    let lengths = testSet.references[0].lines.map(\.count)
    let order = lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    let groups = (0..<Self.groups).map { group in
      order[order.count * group / Self.groups..<order.count * (group + 1) / Self.groups]
    }.filter { !$0.isEmpty }
    let categories = groups.map { group in
      "\(lengths[group[group.startIndex]])–\(lengths[group[group.endIndex - 1]])"
    }
    let series = systems.map { system in
      BarChart.Series(
        name: testSet.labels[system],
        values: groups.map { group in
          let statistics = evaluation.results[0][system].statistics
          return ranking.metric.score(of: statistics.sum(over: group))
        })
    }
    let chart = BarChart(
      categories: categories, axis: "characters of the reference", series: series)
    return """
      <h2>\(ranking.metric.name) by length</h2>
      <p class="note">The score over the sentences of each length; every group has as many.\
      \(omission)</p>
      \(chart.html)
      """
  }

  /// How many sentences have which score.
  var distribution: HTML {
    let width = 100 / Double(Self.bins)
    let series = systems.map { system in
      var counts = [Double?](repeating: 0, count: Self.bins)
      for score in ranking.scores[system] {
        // TER can exceed 100, and rounding make a BLEU do so.
        let bin = Int(min(max(score, 0) / width, Double(Self.bins - 1)))
        counts[bin] = (counts[bin] ?? 0) + 1
      }
      return BarChart.Series(name: testSet.labels[system], values: counts)
    }
    let chart = BarChart(
      categories: (0..<Self.bins).map { "\(Int(Double($0) * width))" },
      axis: "\(ranking.metric.name) of the sentence, from", series: series)
    return """
      <h2>Sentences by \(ranking.metric.name)</h2>
      <p class="note">How many sentences have which score.\(omission)</p>
      \(chart.html)
      """
  }

  /// The systems for which there are colours.
  private var systems: Range<Int> { 0..<min(testSet.systems.count, BarChart.largestCount) }

  private var omission: String {
    systems.count < testSet.systems.count
      ? " Only the first \(systems.count) systems are shown." : ""
  }
}
