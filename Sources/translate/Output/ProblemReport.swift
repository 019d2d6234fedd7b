import CommandSupport
import Dragoman

/// Says on standard error which translations have a problem, and at the end how many.
struct ProblemReport {
  private var counts: [TranslationProblem: Int] = [:]
  private var lines = 0
  private var faultyLines = 0

  /// Says what is wrong with the translation of a line, each problem once.
  mutating func add(_ translation: Translation, place: String, _ progress: TranslationProgress) {
    lines += 1
    let found = Set(translation.sentences.flatMap(\.problems))
    guard !found.isEmpty else { return }
    faultyLines += 1
    progress.end()
    for problem in TranslationProblem.allCases where found.contains(problem) {
      counts[problem, default: 0] += 1
      note("\(place): \(problem.rawValue)")
    }
  }

  /// Says how many there were.
  func end() {
    let kinds = TranslationProblem.allCases.compactMap { problem in
      counts[problem].map { "\(Figures.count($0)) \(problem.rawValue)" }
    }
    let detail = kinds.isEmpty ? "" : ": \(kinds.joined(separator: ", "))"
    note("problems in \(Figures.count(faultyLines)) of \(Figures.count(lines)) lines\(detail)")
  }
}
