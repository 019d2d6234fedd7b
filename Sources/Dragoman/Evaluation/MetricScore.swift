/// A score with its name and signature, in sacreBLEU's words.
public struct MetricScore: Sendable, Equatable, CustomStringConvertible {
  /// The metric: `BLEU`, `chrF2++`.
  public let name: String
  /// From 0 to 100; above 100 only for TER, when translations need more edits than references have words.
  public let score: Double
  /// What sacreBLEU prints after the score; empty for all metrics but BLEU.
  public let verboseScore: String
  /// How the score was computed.
  public let signature: Signature

  /// As sacreBLEU prints a score in Python:
  /// `BLEU = 41.02 70.1/47.0/34.1/25.2 (BP = 0.982 ratio = 0.982 hyp_len = 61411 ref_len = 62523)`.
  public var description: String { describe(as: name) }

  /// The same with the signature, as `sacrebleu --format text --width 2` prints it.
  public var signedDescription: String { describe(as: "\(name)|\(signature)") }

  /// The members that `sacrebleu --format json --width 2` writes, in its order.
  package var json: JSON {
    let rounded = Double(Figures.decimal(score, places: 2)) ?? score
    var members = [
      JSON.Member("name", .string(name)), JSON.Member("score", .number(rounded)),
      JSON.Member("signature", .string(signature.description)),
    ]
    if !verboseScore.isEmpty { members.append(.init("verbose_score", .string(verboseScore))) }
    return .object(members + signature.choices.map { .init($0.name, .string($0.value)) })
  }

  private func describe(as name: String) -> String {
    let text = "\(name) = \(Figures.decimal(score, places: 2))"
    return verboseScore.isEmpty ? text : "\(text) \(verboseScore)"
  }
}
