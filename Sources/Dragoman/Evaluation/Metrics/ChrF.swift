/// chrF and chrF++ of a corpus (Popović 2015, 2017), to the digit that sacreBLEU gives.
///
/// The F-score of the n-grams of characters, and in chrF+ and chrF++ of words too, that translation
/// and reference have in common.
public struct ChrF: Metric {
  /// The longest n-grams of characters, from 0 on.
  public let characterOrder: Int
  /// The longest n-grams of words, from 0 on: 0 for chrF, 2 for chrF++.
  public let wordOrder: Int
  /// How many times more recall weighs than precision.
  public let beta: Int
  /// Whether the case of letters makes no difference.
  public var lowercase: Bool
  /// Whether white space counts among the characters, except at the end of a line.
  public var whitespace: Bool
  /// Whether the mean is over the F-scores of all orders, as in `chrF++.py`, NLTK and Moses. If not,
  /// it is the F-score of means over the orders that both sides have.
  public var epsilonSmoothing: Bool

  /// A metric; as it stands, sacreBLEU's default.
  ///
  /// - Precondition: Orders are from 0 to 100 and not both 0; beta is from 0 to 1000.
  public init(
    characterOrder: Int = 6, wordOrder: Int = 0, beta: Int = 2, lowercase: Bool = false,
    whitespace: Bool = false, epsilonSmoothing: Bool = false
  ) {
    precondition((0...100).contains(characterOrder) && (0...100).contains(wordOrder))
    precondition(characterOrder + wordOrder > 0 && (0...1000).contains(beta))
    self.characterOrder = characterOrder
    self.wordOrder = wordOrder
    self.beta = beta
    self.lowercase = lowercase
    self.whitespace = whitespace
    self.epsilonSmoothing = epsilonSmoothing
  }

  /// `chrF` with beta, and a plus for each order of words: `chrF2++`.
  public var name: String { "chrF\(beta)" + String(repeating: "+", count: wordOrder) }

  /// More is better.
  public var isHigherBetter: Bool { true }

  /// For each order of characters, then of words: the n-grams of the hypothesis, those of the
  /// reference with which the sentence scores best, and those that match.
  ///
  /// - Throws: ``InputError`` when there are no lines, or not as many references.
  public func statistics(
    systems: [[String]], references: [[String]]
  ) throws -> [SentenceStatistics] {
    try check(systems: systems, references: references)
    var reader = ChrFUnits.Reader(self)
    var (characters, words) = (NGramTable(), NGramTable())
    let width = 3 * (characterOrder + wordOrder)
    var statistics = systems.map { SentenceStatistics(width: width, capacity: $0.count) }
    for line in references[0].indices {
      let hypotheses = systems.map { reader.units(of: $0[line]) }
      // [references][systems]
      let rows = references.map { set in
        let reference = reader.units(of: set[line])
        characters.begin(with: reference.characters.span, order: characterOrder)
        words.begin(with: reference.words.span, order: wordOrder)
        return hypotheses.map { hypothesis in
          var row = [Double](repeating: 0, count: width)
          count(
            hypothesis.characters, reference.characters, order: characterOrder, &characters,
            in: &row, at: 0)
          count(
            hypothesis.words, reference.words, order: wordOrder, &words, in: &row,
            at: 3 * characterOrder)
          return row
        }
      }
      for system in systems.indices { statistics[system].append(best(of: rows.map { $0[system] })) }
    }
    return statistics
  }

  /// From 0 to 100.
  public func score(of sum: Span<Double>) -> Double {
    let factor = Double(beta * beta)
    let orders = characterOrder + wordOrder
    var sumOfScores = 0.0
    var (precisions, recalls, effectiveOrders) = (0.0, 0.0, 0.0)
    for order in 0..<orders {
      let hypothesis = sum[3 * order]
      let reference = sum[3 * order + 1]
      let matches = sum[3 * order + 2]
      let precision = hypothesis > 0 ? matches / hypothesis : Self.epsilon
      let recall = reference > 0 ? matches / reference : Self.epsilon
      let denominator = factor * precision + recall
      sumOfScores +=
        denominator > 0 ? (1 + factor) * precision * recall / denominator : Self.epsilon
      if hypothesis > 0, reference > 0 {
        precisions += precision
        recalls += recall
        effectiveOrders += 1
      }
    }
    if epsilonSmoothing { return 100 * sumOfScores / Double(orders) }
    guard precisions + recalls > 0 else { return 0 }
    precisions /= effectiveOrders
    recalls /= effectiveOrders
    return 100 * ((1 + factor) * precisions * recalls / (factor * precisions + recalls))
  }

  /// The case, the smoothing, the orders and whether white space counts.
  public func signature(references: Int) -> Signature {
    Signature(
      references: references,
      [
        "case": lowercase ? "lc" : "mixed", "eff": epsilonSmoothing ? "no" : "yes",
        "nc": "\(characterOrder)", "nw": "\(wordOrder)", "space": whitespace ? "yes" : "no",
      ])
  }

  private static let epsilon = 1e-16
}

extension ChrF {
  private func count(
    _ hypothesis: [UInt32], _ reference: [UInt32], order: Int, _ nGrams: inout NGramTable,
    in row: inout [Double], at start: Int
  ) {
    for length in 0..<order {
      let place = start + 3 * length
      row[place + 1] = Double(max(0, reference.count - length))
      // Precision is not held against a translation whose reference has no n-gram as long.
      row[place] = row[place + 1] > 0 ? Double(max(0, hypothesis.count - length)) : 0
    }
    nGrams.forEachMatch(of: hypothesis.span, order: order) { row[start + 3 * $0 + 2] += 1 }
  }

  private func best(of rows: [[Double]]) -> [Double] {
    guard rows.count > 1 else { return rows[0] }
    let scores = rows.map { score(of: $0.span) }
    let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
    return rows[best]
  }
}
