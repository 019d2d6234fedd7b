/// BLEU of a corpus (Papineni et al. 2002), to the digit that sacreBLEU (Post 2018) gives.
///
/// ```swift
/// let score = try BLEU().score(hypotheses: translations, references: references)
/// print(score)  // BLEU = 41.02 70.1/47.0/34.1/25.2 (BP = 0.982 ratio = 0.982 …
/// ```
public struct BLEU: Metric {
  /// The longest n-gram counted.
  static let maximumOrder = 4

  /// How lines are cut into tokens.
  public var tokenizer: MetricTokenizer
  /// Whether the case of letters makes no difference.
  public var lowercase: Bool
  /// What stands for the count of an n-gram order of which nothing matches.
  public var smoothing: BLEUSmoothing
  /// Whether orders that are longer than the hypothesis are left out of the mean. It makes no
  /// difference to a corpus, but without it no sentence of three words can score.
  public var effectiveOrder: Bool

  /// A metric; as it stands, sacreBLEU's default.
  public init(
    tokenizer: MetricTokenizer = .mteval13a, lowercase: Bool = false,
    smoothing: BLEUSmoothing = BLEUSmoothing(), effectiveOrder: Bool = false
  ) {
    self.tokenizer = tokenizer
    self.lowercase = lowercase
    self.smoothing = smoothing
    self.effectiveOrder = effectiveOrder
  }

  /// `BLEU`
  public var name: String { "BLEU" }

  /// More is better.
  public var isHigherBetter: Bool { true }

  /// The metric with ``effectiveOrder``.
  public var forSentences: BLEU {
    var metric = self
    metric.effectiveOrder = true
    return metric
  }

  /// The lengths of each hypothesis and its closest reference, then for orders 1 to 4 the n-grams
  /// that match, then those of the hypothesis.
  ///
  /// - Throws: ``InputError`` when there are no lines, or not as many references.
  public func statistics(
    systems: [[String]], references: [[String]]
  ) throws -> [SentenceStatistics] {
    try check(systems: systems, references: references)
    var cutter = TokenCutter()
    func tokens(of line: String) -> [UInt32] {
      cutter.tokens(
        of: line, isWordwise: tokenizer.isWordwise,
        isPlain: { !lowercase && tokenizer.isPlain($0) },
        by: { tokenizer.forEachToken(in: lowercase ? $0.lowercased() : $0, $1) })
    }
    var nGrams = NGramTable()
    var statistics = systems.map { SentenceStatistics(width: BLEUSum.width, capacity: $0.count) }
    var row = [Double](repeating: 0, count: BLEUSum.width)
    for line in references[0].indices {
      let references = references.map { tokens(of: $0[line]) }
      let lengths = references.map { $0.count }
      nGrams.begin(capacity: Self.maximumOrder * lengths.reduce(0, +))
      for reference in references {
        nGrams.addReference(reference.span, order: Self.maximumOrder)
      }
      for system in systems.indices {
        let hypothesis = tokens(of: systems[system][line])
        row[0] = Double(hypothesis.count)
        row[1] = Double(Self.closest(lengths, to: hypothesis.count))
        for order in 0..<Self.maximumOrder {
          row[2 + order] = 0
          row[6 + order] = Double(max(0, hypothesis.count - order))
        }
        nGrams.forEachMatch(of: hypothesis.span, order: Self.maximumOrder) { row[2 + $0] += 1 }
        statistics[system].append(row)
      }
    }
    return statistics
  }

  /// From 0 to 100.
  public func score(of sum: Span<Double>) -> Double { BLEUScore(BLEUSum(sum), of: self).score }

  /// The four precisions in per cent, the brevity penalty, and the lengths and their ratio.
  public func verboseScore(of sum: Span<Double>) -> String {
    BLEUScore(BLEUSum(sum), of: self).verboseDescription
  }

  /// The case, the tokenizer and how missing n-grams were dealt with.
  public func signature(references: Int) -> Signature {
    Signature(
      references: references,
      [
        "case": lowercase ? "lc" : "mixed", "eff": effectiveOrder ? "yes" : "no",
        "tok": tokenizer.rawValue, "smooth": smoothing.description,
      ])
  }

  /// The length that is closest to the hypothesis's, the shorter of two.
  private static func closest(_ lengths: [Int], to length: Int) -> Int {
    lengths.min { (abs($0 - length), $0) < (abs($1 - length), $1) } ?? 0
  }
}
