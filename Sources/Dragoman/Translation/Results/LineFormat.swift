/// The form in which the translation of a line is written.
public enum LineFormat: Sendable {
  /// The translation, and the words that translate each other after it if wanted, as Marian writes it:
  /// `text ||| 0-0 1-1`.
  case text(hasAlignment: Bool)
  /// Several translations, a line each, as Marian writes them, with the log-probability and the score:
  /// `0 ||| text ||| 0-0 1-1 ||| F0= -1.2 ||| -0.4`. Lines are counted from 0.
  case nBest(count: Int, hasAlignment: Bool)
  /// An object on one line.
  case json(count: Int)

  /// What is written for the line with a number, counted from 0.
  ///
  /// - Parameter between: What the line is in the language between, if it was translated through one.
  public func lines(
    _ line: String, _ translation: Translation, between: String? = nil, number: Int
  ) -> [String] {
    switch self {
    case .text(let hasAlignment):
      guard hasAlignment else { return [translation.text] }
      return translation.hypotheses(1).map { "\($0.text) ||| \($0.pharaoh)" }
    case .nBest(let count, let hasAlignment):
      return translation.hypotheses(count).map { hypothesis in
        let alignment = hasAlignment ? " ||| \(hypothesis.pharaoh)" : ""
        let (sum, score) = (decimal(hypothesis.logProbability), decimal(hypothesis.score))
        return "\(number) ||| \(hypothesis.text)\(alignment) ||| F0= \(sum) ||| \(score)"
      }
    case .json(let count):
      return [JSON(line, translation, between: between, count: count).line]
    }
  }

  private func decimal(_ value: Float) -> String { Figures.decimal(Double(value), places: 4) }
}

extension LineHypothesis {
  fileprivate var pharaoh: String { alignment.map(\.description).joined(separator: " ") }
}
