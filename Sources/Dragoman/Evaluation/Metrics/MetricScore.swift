/// A score with its name and signature, in sacreBLEU's words.
public struct MetricScore: Sendable, Equatable, CustomStringConvertible {
  /// The metric: `BLEU`, `chrF2++`.
  public let name: String
  /// From 0 to 100; above 100 only for TER, when translations need more edits than references have words.
  public let score: Double
  /// Where the score would lie on other corpora of the kind; `nil` when it was not estimated.
  public internal(set) var interval: ConfidenceInterval?
  /// What sacreBLEU prints after the score; empty for all metrics but BLEU.
  public let verboseScore: String
  /// How the score was computed.
  public internal(set) var signature: Signature

  /// As sacreBLEU prints a score in Python:
  /// `BLEU = 41.02 70.1/47.0/34.1/25.2 (BP = 0.982 ratio = 0.982 hyp_len = 61411 ref_len = 62523)`.
  public var description: String { describe(as: name, decimals: 2) }

  /// The same with the signature, as `sacrebleu --format text` prints it.
  ///
  /// - Parameter decimals: sacreBLEU's `--width`.
  public func signedDescription(decimals: Int = 2) -> String {
    describe(as: "\(name)|\(signature)", decimals: decimals)
  }

  /// The members that `sacrebleu --format json` writes, in its order.
  package func json(decimals: Int = 2) -> JSON {
    func rounded(_ value: Double) -> JSON {
      .number(Double(Figures.decimal(value, places: decimals)) ?? value)
    }
    var members = [
      JSON.Member("name", .string(name)), JSON.Member("score", rounded(score)),
      JSON.Member("signature", .string(signature.description)),
    ]
    if let interval = printedInterval {
      members.append(.init("confidence_mean", rounded(interval.mean)))
      members.append(.init("confidence_var", rounded(interval.halfWidth)))
      members.append(.init("confidence", .string("μ = \(interval.text(decimals: decimals))")))
    }
    if !verboseScore.isEmpty { members.append(.init("verbose_score", .string(verboseScore))) }
    return .object(members + signature.choices.map { .init($0.name, .string($0.value)) })
  }

  /// sacreBLEU takes a mean of 0 for none.
  private var printedInterval: ConfidenceInterval? {
    interval.flatMap { $0.mean > 0 ? $0 : nil }
  }

  private func describe(as name: String, decimals: Int) -> String {
    var text = "\(name) = \(Figures.decimal(score, places: decimals))"
    if let interval = printedInterval { text += " (μ = \(interval.text(decimals: decimals)))" }
    if !verboseScore.isEmpty { text += " \(verboseScore)" }
    return text
  }
}
