import CommandSupport
import Dragoman

/// Several systems, one a line, and how they differ from the first.
struct ScoreTable {
  private let evaluation: SystemEvaluation
  private let testSet: TestSet
  private let decimals: Int
  private let emphasis: Emphasis

  init(
    _ evaluation: SystemEvaluation, _ testSet: TestSet, decimals: Int, _ emphasis: Emphasis
  ) {
    self.evaluation = evaluation
    self.testSet = testSet
    self.decimals = decimals
    self.emphasis = emphasis
  }

  /// The table, what its p-values mean, and the signatures.
  var lines: [String] {
    var lines = table
    if let (test, resampling) = evaluation.comparison {
      lines.append("")
      lines.append(
        """
        p: \(test.name) against \(testSet.labels[0]), \(Figures.count(resampling.samples)) \
        samples, seed \(resampling.seed); * where p < \(PairedTest.level)
        """)
    }
    lines.append("")
    var signatures = TextTable([.left, .left])
    for results in evaluation.results {
      signatures.add([results[0].score.name, "\(results[0].score.signature)"])
    }
    return lines + signatures.lines
  }

  private var table: [String] {
    var columns = [["system"] + testSet.labels]
    for results in evaluation.results {
      let hasInterval = results[0].score.interval != nil
      columns.append(
        [results[0].score.name + (hasInterval ? " (μ ± 95% CI)" : "")] + results.map(score))
      if evaluation.comparison != nil { columns.append(["p"] + results.map(pValue)) }
    }
    var table = TextTable([.left] + columns.dropFirst().map { _ in .right })
    for row in columns[0].indices { table.add(columns.map { $0[row] }) }
    let lines = table.lines
    return [emphasis.strong(lines[0])] + lines.dropFirst()
  }

  private func score(_ result: SystemEvaluation.Result) -> String {
    let score = Figures.decimal(result.score.score, places: decimals)
    guard let interval = result.score.interval else { return score }
    return "\(score) (\(interval.text(decimals: decimals)))"
  }

  /// The star is a column of its own, so that the digits stand below each other.
  private func pValue(_ result: SystemEvaluation.Result) -> String {
    guard let pValue = result.pValue else { return "baseline " }
    return Figures.decimal(pValue, places: 4) + (pValue < PairedTest.level ? "*" : " ")
  }
}
