import Glibc

/// What BLEU needs to know of a sentence, or by addition of any set of sentences.
struct BLEUSum {
  /// The count of numbers in a row of statistics.
  static let width = 10

  /// Tokens of the hypothesis.
  let hypothesisLength: Double
  /// Tokens of the reference whose length is closest to the hypothesis's, the shorter of two.
  let referenceLength: Double
  /// The hypothesis's n-grams of order 1 to 4 that a reference has too.
  private(set) var matches = SIMD4<Double>.zero
  /// The hypothesis's n-grams of order 1 to 4.
  private(set) var totals = SIMD4<Double>.zero

  init(_ row: Span<Double>) {
    hypothesisLength = row[0]
    referenceLength = row[1]
    for order in 0..<4 {
      matches[order] = row[2 + order]
      totals[order] = row[6 + order]
    }
  }
}

/// A BLEU score with the figures it is made of.
struct BLEUScore {
  /// From 0 to 100.
  let score: Double
  /// The share of the hypotheses' n-grams of order 1 to 4 that are in a reference, in per cent, with
  /// smoothing; but without any match all are 0.
  private(set) var precisions = SIMD4<Double>.zero
  /// From 0 to 1; below 1 when the hypotheses are shorter than the references.
  let brevityPenalty: Double
  let sum: BLEUSum

  init(_ sum: BLEUSum, of metric: BLEU) {
    self.sum = sum
    brevityPenalty = Self.brevityPenalty(sum.hypothesisLength, sum.referenceLength)
    guard sum.matches != .zero else {
      score = 0
      return
    }
    var smoothing = 1.0
    var orders = BLEU.maximumOrder
    var sumOfLogarithms = 0.0
    for order in 0..<BLEU.maximumOrder {
      var (matches, total) = (sum.matches[order], sum.totals[order])
      if metric.smoothing.method == .addK, order > 0 {
        matches += metric.smoothing.value
        total += metric.smoothing.value
      }
      if total == 0 { break }
      if metric.effectiveOrder { orders = order + 1 }
      if matches > 0 {
        precisions[order] = 100 * matches / total
      } else if metric.smoothing.method == .exponential {
        smoothing *= 2
        precisions[order] = 100 / (smoothing * total)
      } else if metric.smoothing.method == .floor {
        precisions[order] = 100 * metric.smoothing.value / total
      }
    }
    for order in 0..<orders { sumOfLogarithms += log(precisions[order]) }
    score = brevityPenalty * exp(sumOfLogarithms / Double(orders))
  }

  /// The figures as sacreBLEU prints them after the score.
  var verboseDescription: String {
    let shares = precisions.indices.map { Figures.decimal(precisions[$0], places: 1) }
    let ratio = sum.referenceLength > 0 ? sum.hypothesisLength / sum.referenceLength : 0
    return """
      \(shares.joined(separator: "/")) (BP = \(Figures.decimal(brevityPenalty, places: 3)) \
      ratio = \(Figures.decimal(ratio, places: 3)) \
      hyp_len = \(Figures.decimal(sum.hypothesisLength, places: 0)) \
      ref_len = \(Figures.decimal(sum.referenceLength, places: 0)))
      """
  }

  private static func brevityPenalty(_ hypothesis: Double, _ reference: Double) -> Double {
    guard hypothesis < reference else { return 1 }
    return hypothesis > 0 ? exp(1 - reference / hypothesis) : 0
  }
}
