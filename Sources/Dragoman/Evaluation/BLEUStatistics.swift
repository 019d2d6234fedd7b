/// What BLEU needs to know of a sentence, or by addition of any set of sentences.
package struct BLEUStatistics: Sendable, Equatable {
  /// Tokens of the hypothesis.
  package var hypothesisLength = 0
  /// Tokens of the reference whose length is closest to the hypothesis's, the shorter of two.
  package var referenceLength = 0
  /// The hypothesis's n-grams of order 1 to 4 that a reference has too.
  package var matches = SIMD4<Int>.zero
  /// The hypothesis's n-grams of order 1 to 4.
  package var totals = SIMD4<Int>.zero

  /// The statistics of no sentence at all.
  package init() {}

  /// Compares one hypothesis with its references, of which there is at least one.
  init(hypothesis: NGramCounts, references: [NGramCounts]) {
    var allowed = references[0]
    for other in references.dropFirst() { allowed.formMaximum(other) }
    hypothesisLength = hypothesis.length
    referenceLength =
      references.map(\.length).min { first, second in
        (abs(first - hypothesis.length), first) < (abs(second - hypothesis.length), second)
      } ?? 0
    matches = hypothesis.matches(in: allowed)
    totals = hypothesis.totals
  }

  /// Adds the statistics of other sentences.
  package static func += (sum: inout BLEUStatistics, other: BLEUStatistics) {
    sum.hypothesisLength += other.hypothesisLength
    sum.referenceLength += other.referenceLength
    sum.matches &+= other.matches
    sum.totals &+= other.totals
  }
}
