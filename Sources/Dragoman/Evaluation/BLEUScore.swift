import Glibc

/// A BLEU score with the figures it is made of.
public struct BLEUScore: Sendable, Equatable, CustomStringConvertible {
  /// From 0 to 100.
  public let score: Double
  /// The share of the hypotheses' n-grams of order 1 to 4 that are in a reference, in per cent.
  ///
  /// The first order without a match counts as half a match, the second as a quarter and so on
  /// (*exponential smoothing*, Chen and Cherry 2014, method 3); but without any match all are 0.
  public let precisions: [Double]
  /// From 0 to 1; below 1 when the hypotheses are shorter than the references.
  public let brevityPenalty: Double
  /// Tokens of the hypotheses.
  public let hypothesisLength: Int
  /// Tokens of the references.
  public let referenceLength: Int
  /// How the score was computed.
  public let signature: Signature

  /// The score of the sentences whose statistics were added up.
  init(_ statistics: BLEUStatistics, signature: Signature) {
    self.signature = signature
    hypothesisLength = statistics.hypothesisLength
    referenceLength = statistics.referenceLength
    brevityPenalty = Self.brevityPenalty(hypothesisLength, referenceLength)
    precisions = Self.precisions(statistics)
    let meanLogarithm = precisions.map { log($0) }.reduce(0, +) / Double(precisions.count)
    score = brevityPenalty * exp(meanLogarithm)
  }

  /// The count of hypothesis tokens for each reference token.
  public var lengthRatio: Double {
    referenceLength > 0 ? Double(hypothesisLength) / Double(referenceLength) : 0
  }

  /// As sacreBLEU prints a score in Python:
  /// `BLEU = 41.02 70.1/47.0/34.1/25.2 (BP = 0.982 ratio = 0.982 hyp_len = 61411 ref_len = 62523)`.
  public var description: String { describe(as: "BLEU") }

  /// The same with the signature, as `sacrebleu --format text --width 2` prints it.
  public var signedDescription: String { describe(as: "BLEU|\(signature)") }

  private func describe(as name: String) -> String {
    let precisions = precisions.map { Figures.decimal($0, places: 1) }.joined(separator: "/")
    let penalty = Figures.decimal(brevityPenalty, places: 3)
    let ratio = Figures.decimal(lengthRatio, places: 3)
    return """
      \(name) = \(Figures.decimal(score, places: 2)) \(precisions) (BP = \(penalty) \
      ratio = \(ratio) hyp_len = \(hypothesisLength) ref_len = \(referenceLength))
      """
  }

  private static func brevityPenalty(_ hypothesis: Int, _ reference: Int) -> Double {
    guard hypothesis < reference else { return 1 }
    return hypothesis > 0 ? exp(1 - Double(reference) / Double(hypothesis)) : 0
  }

  private static func precisions(_ statistics: BLEUStatistics) -> [Double] {
    var precisions = [Double](repeating: 0, count: NGramCounts.maximumOrder)
    guard statistics.matches != .zero else { return precisions }
    var smoothing = 1.0
    for order in precisions.indices where statistics.totals[order] > 0 {
      let total = Double(statistics.totals[order])
      if statistics.matches[order] == 0 {
        smoothing *= 2
        precisions[order] = 100 / (smoothing * total)
      } else {
        precisions[order] = 100 * Double(statistics.matches[order]) / total
      }
    }
    return precisions
  }
}
