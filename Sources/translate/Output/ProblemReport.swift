import CommandSupport
import Dragoman

/// Says on standard error which translations have a problem, and at the end how many.
///
/// Words that were asked for or forbidden in vain are counted in any case.
struct ProblemReport {
  private let isDetailed: Bool
  private var counts: [TranslationProblem: Int] = [:]
  private var lines = 0
  private var faultyLines = 0
  private var unmetLines = 0

  init(isDetailed: Bool) {
    self.isDetailed = isDetailed
  }

  /// Says what is wrong with the translation of a line, each problem once.
  ///
  /// - Parameter between: The translation into a language between, if there is one.
  mutating func add(
    _ translation: Translation, after between: Translation?, place: String,
    _ progress: TranslationProgress
  ) {
    lines += 1
    let translations = [between, translation].compactMap(\.self)
    let found = Set(translations.flatMap(\.sentences).flatMap(\.problems))
    guard !found.isEmpty else { return }
    faultyLines += 1
    if found.contains(.term) || found.contains(.forbidden) { unmetLines += 1 }
    guard isDetailed else { return }
    progress.end()
    for problem in TranslationProblem.allCases where found.contains(problem) {
      counts[problem, default: 0] += 1
      note("\(place): \(problem.rawValue)\(words(of: problem, in: translation))")
    }
  }

  /// The words that a problem is about.
  private func words(of problem: TranslationProblem, in translation: Translation) -> String {
    let words: [String] =
      switch problem {
      case .term: translation.sentences.flatMap(\.missingTerms)
      case .forbidden: translation.sentences.flatMap(\.forbiddenWords)
      default: []
      }
    return words.isEmpty ? "" : ": " + words.joined(separator: ", ")
  }

  /// Says how many there were.
  func end() {
    guard isDetailed else {
      if unmetLines > 0 {
        note(
          "\(Figures.count(unmetLines)) of \(Figures.count(lines)) lines lack a term of the glossary "
            + "or have a forbidden word; '--report-problems' says which")
      }
      return
    }
    let kinds = TranslationProblem.allCases.compactMap { problem in
      counts[problem].map { "\(Figures.count($0)) \(problem.rawValue)" }
    }
    let detail = kinds.isEmpty ? "" : ": \(kinds.joined(separator: ", "))"
    note("problems in \(Figures.count(faultyLines)) of \(Figures.count(lines)) lines\(detail)")
  }
}
