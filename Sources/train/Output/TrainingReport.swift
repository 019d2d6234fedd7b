import Dragoman
import Report

/// The page about a run that `train` keeps in the model folder.
struct TrainingReport {
  private let history: TrainingHistory
  private let setup: TrainingSetup
  private let choices: ChoiceTable
  private let advice: TrainingAdvice

  /// Where the page is.
  static func path(in folder: ModelFolder) -> String { "\(folder.path)/report.html" }

  init(
    _ history: TrainingHistory, setup: TrainingSetup, choices: ChoiceTable, leftOut: Int
  ) {
    self.history = history
    self.setup = setup
    self.choices = choices
    advice = TrainingAdvice(history, setup: setup, leftOut: leftOut)
  }

  /// Writes the page.
  ///
  /// - Throws: `InputError` when it cannot be written.
  func write() throws {
    try AtomicFile.write(text, to: Self.path(in: setup.folder))
  }

  /// The page as a file.
  private var text: String {
    let pairs = setup.corpora.reduce(0) { $0 + $1.text.count }
    return Page(
      title: "Training \(setup.folder.path)",
      subtitle: "\(Figures.count(pairs)) sentence pairs · \(progress) · train \(dragomanVersion)",
      sections: [adviceSection, curves, samples, settings].compactMap(\.self)
    ).text
  }

  private var progress: String {
    var parts = ["update \(Figures.count(history.updates.last?.update ?? 0))"]
    if let seconds = history.updates.last?.seconds {
      parts.append("after \(Figures.duration(.seconds(seconds)))")
    }
    if let last = history.validations.last {
      parts.append("best \(last.measure) \(Figures.decimal(last.bestScore, places: 2))")
    }
    return parts.joined(separator: " · ")
  }

  /// What validations measure.
  private var measure: String { history.validations.last?.measure ?? "BLEU" }

  private var adviceSection: HTML? {
    guard !advice.remarks.isEmpty else { return nil }
    return """
      <h2>Advice</h2>
      <ul class="advice">\(advice.remarks.map { "<li>\($0)</li>" as HTML })</ul>
      """
  }

  private var curves: HTML {
    let updates = history.updates
    let validations = history.validations
    let speeds = zip(updates, updates.dropFirst()).compactMap { before, after -> LineChart.Point? in
      let (seconds, count) = (after.seconds - before.seconds, after.update - before.update)
      guard seconds > 0 else { return nil }
      return point(after.update, Double(after.tokens * count) / seconds)
    }
    let charts: [(name: String, points: [LineChart.Point])] = [
      (
        "\(measure) of the validation sentences", validations.map { point($0.update, $0.score) }
      ),
      (
        "Perplexity of the validation sentences",
        validations.map { point($0.update, $0.perplexity) }
      ),
      ("Loss in training", updates.map { point($0.update, $0.loss) }),
      ("Length of the gradient", updates.map { point($0.update, $0.gradientNorm) }),
      ("Learning rate × 1,000", updates.map { point($0.update, 1000 * Double($0.learningRate)) }),
      ("Target tokens a second", speeds),
    ]
    return """
      <h2>Course of the run</h2>
      <p class="note">Over the number of updates. Validations measure the averaged weights; \(measure) is that of \
      greedy translations.</p>
      <div class="pair">\(charts.filter { !$0.points.isEmpty }.map(chart))</div>
      """
  }

  private func point(_ update: Int, _ value: Double) -> LineChart.Point {
    LineChart.Point(x: Double(update), y: value)
  }

  private func chart(_ name: String, _ points: [LineChart.Point]) -> HTML {
    let chart = LineChart(
      axis: "updates", series: [LineChart.Series(name: name, points: points)], width: 480)
    return "<div><h3>\(name)</h3>\(chart.html)</div>"
  }

  /// Some sentences at the first validation, at some on the way and at the last.
  private var samples: HTML? {
    let shown = 4
    let validations = history.validations
    guard let last = validations.last, !last.samples.isEmpty else { return nil }
    let chosen = (0..<min(shown, validations.count)).map { number in
      validations[number * (validations.count - 1) / max(min(shown, validations.count) - 1, 1)]
    }
    let sentences = last.samples.indices.map { index -> HTML in
      let sample = last.samples[index]
      let rows = chosen.filter { index < $0.samples.count }.map { validation in
        HTML.sentence(
          "update \(Figures.count(validation.update))",
          "\(validation.samples[index].translation)")
      }
      return """
        <article class="sentence">\(.sentence("source", "\(sample.source)"))\
        \(.sentence("reference", "\(sample.reference)"))\(rows)</article>
        """
    }
    return """
      <h2>Translations as they improve</h2>
      <p class="note">Validation sentences, translated greedily with the weights of each time.</p>
      \(sentences)
      """
  }

  private var settings: HTML {
    let rows = choices.rows.map { row -> HTML in
      """
      <tr><td><code>\(row.option)</code></td><td style="text-align:start">\(row.value)</td>\
      <td style="text-align:start">\(row.reason)</td></tr>
      """
    }
    return """
      <h2>Settings</h2>
      <div class="wide"><table><tbody>\(rows)</tbody></table></div>
      """
  }
}
