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
    systems: [[String]], references: [[String]]
  ) throws -> [SentenceStatistics] {
    try check(systems: systems, references: references)
    var cutter = TokenCutter()
    // Normalising parts `'s` from a word before a space, but not before a tab.
    let isWordwise = !normalized
    var statistics = systems.map { SentenceStatistics(width: 2, capacity: $0.count) }
    for line in references[0].indices {
      let references = references.map {
        cutter.tokens(of: $0[line], isWordwise: isWordwise, by: forEachWord(ofReference:_:))
      }
      let length = references.reduce(0) { $0 + $1.count }
      for system in systems.indices {
        let hypothesis = cutter.tokens(
          of: systems[system][line], isWordwise: isWordwise, by: forEachWord(of:_:))
        let edits = references.map { TranslationEdits.count(from: hypothesis, to: $0) }.min() ?? 0
        statistics[system].append([Double(edits), Double(length) / Double(references.count)])
      }
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
