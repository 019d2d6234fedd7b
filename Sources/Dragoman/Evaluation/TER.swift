/// The translation edit rate of a corpus (Snover et al. 2006), to the digit that sacreBLEU gives.
///
/// Edits are insertions, deletions and substitutions of a word and shifts of words that stand together.
public struct TER: Metric {
  /// Whether punctuation is parted from words, and entities like `&quot;` are decoded.
  public var normalized: Bool
  /// Whether punctuation is dropped.
  public var noPunctuation: Bool
  /// Whether `normalized` makes a word of every Chinese character and `noPunctuation` drops Chinese
  /// and Japanese punctuation too; by itself it changes nothing.
  public var asianSupport: Bool
  /// Whether letters in different case differ.
  public var caseSensitive: Bool

  /// A metric; as it stands, sacreBLEU's default.
  public init(
    normalized: Bool = false, noPunctuation: Bool = false, asianSupport: Bool = false,
    caseSensitive: Bool = false
  ) {
    self.normalized = normalized
    self.noPunctuation = noPunctuation
    self.asianSupport = asianSupport
    self.caseSensitive = caseSensitive
  }

  /// `TER`
  public var name: String { "TER" }

  /// Less is better.
  public var isHigherBetter: Bool { false }

  /// The edits to the reference that needs the fewest, and the mean length of the references.
  ///
  /// - Throws: ``InputError`` when there are no lines, or not as many references.
  public func statistics(
    hypotheses: [String], references: [[String]]
  ) throws -> SentenceStatistics {
    try check(hypotheses: hypotheses, references: references)
    var table = WordTable()
    var statistics = SentenceStatistics(width: 2, capacity: hypotheses.count)
    for index in hypotheses.indices {
      var hypothesis: [UInt32] = []
      forEachWord(of: hypotheses[index]) { hypothesis.append(table.number(of: $0)) }
      let references = references.map { set in
        var words: [UInt32] = []
        forEachWord(ofReference: set[index]) { words.append(table.number(of: $0)) }
        return words
      }
      let edits = references.map { TranslationEdits.count(from: hypothesis, to: $0) }.min() ?? 0
      let length = references.reduce(0) { $0 + $1.count }
      statistics.append([Double(edits), Double(length) / Double(references.count)])
    }
    return statistics
  }

  /// Edits for a hundred words of the references; 100 if these are empty and hypotheses are not.
  public func score(of sum: Span<Double>) -> Double {
    let (edits, length) = (sum[0], sum[1])
    return length > 0 ? 100 * (edits / length) : edits > 0 ? 100 : 0
  }

  /// The case and what was done to the text.
  public func signature(references: Int) -> Signature {
    Signature(
      references: references,
      [
        "case": caseSensitive ? "mixed" : "lc", "tok": "tercom",
        "norm": normalized ? "yes" : "no", "punct": noPunctuation ? "no" : "yes",
        "asian": asianSupport ? "yes" : "no",
      ])
  }
}
