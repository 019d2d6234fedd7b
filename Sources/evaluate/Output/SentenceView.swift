import CommandSupport
import Dragoman

/// Sentences with their scores, for a person to read.
struct SentenceView {
  private let testSet: TestSet
  private let ranking: SentenceRanking
  private let decimals: Int
  private let emphasis: Emphasis

  init(
    _ evaluation: SystemEvaluation, _ testSet: TestSet, decimals: Int, emphasis: Emphasis
  ) {
    self.testSet = testSet
    self.decimals = decimals
    self.emphasis = emphasis
    ranking = SentenceRanking(evaluation)
  }

  /// The sentences of the first system with the worst scores.
  func worst(_ count: Int) -> [String] {
    heading("worst sentences of \(testSet.labels[0])")
      + ranking.worst(count).flatMap { show($0, systems: [0]) }
  }

  /// The sentences at which the second system differs most from the first.
  func comparison(_ count: Int) -> [String] {
    let (first, second) = (testSet.labels[0], testSet.labels[1])
    return heading("gains of \(second) on \(first)")
      + ranking.gains(count).flatMap { show($0, systems: [0, 1]) }
      + heading("losses of \(second) on \(first)")
      + ranking.losses(count).flatMap { show($0, systems: [0, 1]) }
  }

  private func heading(_ text: String) -> [String] { ["", emphasis.strong("== \(text)")] }

  private func show(_ sentence: Int, systems: [Int]) -> [String] {
    let scores = systems.map {
      Figures.decimal(ranking.scores[$0][sentence], places: decimals)
    }
    var entries = [(name: String, text: String)]()
    if let source = testSet.source { entries.append(("source", source.lines[sentence])) }
    let reference = testSet.references[0].lines[sentence]
    let differences = systems.map { system in
      WordDifference(testSet.systems[system].lines[sentence], reference)
    }
    // One system's omissions can be marked in the reference, but not those of two.
    let marked = systems.count == 1 ? differences[0].second : nil
    entries.append(("reference", marked.map { mark($0, emphasis.missing) } ?? reference))
    for (system, difference) in zip(systems, differences) {
      entries.append((testSet.labels[system], mark(difference.first, emphasis.wrong)))
    }
    let width = entries.map(\.name.count).max() ?? 0
    return ["", "line \(sentence + 1)  \(ranking.metric.name) \(scores.joined(separator: " → "))"]
      + entries.map { "  \(emphasis.soft($0.name.padded(to: width)))  \($0.text)" }
  }

  private func mark(_ parts: [WordDifference.Part], _ style: (String) -> String) -> String {
    parts.map { $0.isShared ? $0.text : style($0.text) }.joined()
  }
}

extension String {
  /// The text with spaces up to a count of characters.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
