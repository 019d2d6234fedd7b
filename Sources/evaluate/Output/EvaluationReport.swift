import Dragoman
import Report

/// The page that `--report` writes.
struct EvaluationReport {
  private let evaluation: SystemEvaluation
  private let testSet: TestSet
  private let ranking: SentenceRanking
  private let decimals: Int

  /// How many sentences are shown.
  private static let sentences = 25

  init(_ evaluation: SystemEvaluation, _ testSet: TestSet, decimals: Int) {
    self.evaluation = evaluation
    self.testSet = testSet
    self.decimals = decimals
    ranking = SentenceRanking(evaluation)
  }

  /// The page as a file.
  var text: String {
    let count = Figures.count(testSet.references[0].lines.count)
    let against = testSet.references.map(\.name).joined(separator: ", ")
    let charts = ReportCharts(evaluation, testSet, ranking)
    return Page(
      title: testSet.labels.joined(separator: " · "),
      subtitle: "\(count) sentences against \(against) · evaluate \(dragomanVersion)",
      sections: [scores, charts.scoresByLength, charts.distribution, examples]
    ).text
  }

  private var scores: HTML {
    let heads = evaluation.results.map { results -> HTML in
      let isHigherBetter = results[0].metric.isHigherBetter
      let p: HTML = evaluation.comparison == nil ? "" : "<th>p</th>"
      return "<th>\(results[0].score.name) \(isHigherBetter ? "↑" : "↓")</th>\(p)"
    }
    let rows = testSet.labels.enumerated().map { index, label -> HTML in
      let cells = evaluation.results.map { cell($0[index]) }
      return "<tr><td><bdi>\(label)</bdi></td>\(cells)</tr>"
    }
    let signatures = evaluation.results.map { results -> HTML in
      "<div><code>\(results[0].score.name)|\(results[0].score.signature.description)</code></div>"
    }
    return """
      <h2>Scores</h2>
      <p class="note">\(explanation)</p>
      <div class="wide"><table>
      <thead><tr><th>System</th>\(heads)</tr></thead>
      <tbody>\(rows)</tbody>
      </table></div>
      <div class="signatures">\(signatures)</div>
      """
  }

  private func cell(_ result: SystemEvaluation.Result) -> HTML {
    func decimal(_ value: Double) -> String { Figures.decimal(value, places: decimals) }
    let interval = result.score.interval.map { "± \(decimal($0.halfWidth))" } ?? ""
    let score: HTML =
      "<td><strong>\(decimal(result.score.score))</strong><small>\(interval)</small></td>"
    guard evaluation.comparison != nil else { return score }
    guard let pValue = result.pValue else { return "\(score)<td><small>baseline</small></td>" }
    let p = Figures.decimal(pValue, places: 4)
    return pValue < PairedTest.level
      ? "\(score)<td><strong>\(p)</strong></td>" : "\(score)<td>\(p)</td>"
  }

  private var explanation: String {
    var text = ""
    if evaluation.results[0][0].score.interval != nil {
      text += "± is half the 95 % confidence interval of bootstrap resampling. "
    }
    if let (test, resampling) = evaluation.comparison {
      text += """
        p is how often chance alone makes a difference as large as that to \(testSet.labels[0]) \
        (\(test.name), \(Figures.count(resampling.samples)) samples, seed \(resampling.seed)); \
        below \(PairedTest.level) it is printed bold.
        """
    }
    return text
  }

  private var examples: HTML {
    let isSingle = testSet.systems.count == 1
    let sentences =
      isSingle
      ? ranking.worst(Self.sentences) : ranking.mostDifferent(Self.sentences)
    let missing: HTML = isSingle ? ", <ins>what it lacks</ins>" : ""
    return """
      <h2>\(isSingle ? "Sentences with the worst scores" : "Sentences that differ most")</h2>
      <p class="note">By \(ranking.metric.name) of the sentence. Marked: \
      <del>words that the reference has not</del>\(missing).</p>
      \(sentences.map(example))
      """
  }

  private func example(_ sentence: Int) -> HTML {
    let reference = testSet.references[0].lines[sentence]
    let differences = testSet.systems.map { WordDifference($0.lines[sentence], reference) }
    var rows: [HTML] = []
    if let source = testSet.source { rows.append(.sentence("source", "\(source.lines[sentence])")) }
    // One system's omissions can be marked in the reference, but not those of several.
    rows.append(
      .sentence(
        "reference",
        differences.count == 1
          ? marked(differences[0].second) { "<ins>\($0)</ins>" } : "\(reference)"))
    for (system, difference) in differences.enumerated() {
      let score = Figures.decimal(ranking.scores[system][sentence], places: 1)
      rows.append(
        .sentence(
          "\(testSet.labels[system]) · \(score)",
          marked(difference.first) { "<del>\($0)</del>" }))
    }
    return "<article class=\"sentence\"><h3>Line \(sentence + 1)</h3>\(rows)</article>"
  }

  private func marked(_ parts: [WordDifference.Part], _ mark: (String) -> HTML) -> HTML {
    HTML(joining: parts.map { $0.isShared ? "\($0.text)" : mark($0.text) })
  }
}
