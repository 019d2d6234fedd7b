/// BLEU of a corpus (Papineni et al. 2002), to the digit that sacreBLEU (Post 2018) gives.
///
/// ```swift
/// let score = try BLEU().score(hypotheses: translations, references: references)
/// print(score)  // BLEU = 41.02 70.1/47.0/34.1/25.2 (BP = 0.982 ratio = 0.982 …
/// ```
public struct BLEU: Sendable {
  /// How lines are cut into tokens.
  public var tokenizer: MetricTokenizer
  /// Whether the case of letters makes no difference.
  public var lowercase: Bool

  /// A metric; as it stands, sacreBLEU's default.
  public init(tokenizer: MetricTokenizer = .mteval13a, lowercase: Bool = false) {
    self.tokenizer = tokenizer
    self.lowercase = lowercase
  }

  /// The score of `hypotheses` against one reference each.
  ///
  /// - Throws: ``InputError`` when there are no lines, or not as many references.
  public func score(hypotheses: [String], references: [String]) throws -> BLEUScore {
    try score(hypotheses: hypotheses, references: [references])
  }

  /// The score of `hypotheses` against several references each.
  ///
  /// - Parameters:
  ///   - hypotheses: One translation a line.
  ///   - references: One or more sets, each with one reference for each hypothesis.
  /// - Throws: ``InputError`` when there are no lines, or not as many references.
  public func score(hypotheses: [String], references: [[String]]) throws -> BLEUScore {
    var sum = BLEUStatistics()
    for sentence in try statistics(hypotheses: hypotheses, references: references) {
      sum += sentence
    }
    return BLEUScore(sum, signature: signature(references: references.count))
  }

  /// The statistics of each sentence, of which any sum gives a score.
  ///
  /// - Throws: As ``score(hypotheses:references:)``.
  package func statistics(
    hypotheses: [String], references: [[String]]
  ) throws -> [BLEUStatistics] {
    guard !hypotheses.isEmpty else { throw InputError("hypotheses", "there are no lines.") }
    guard !references.isEmpty else { throw InputError("references", "there are none.") }
    for (number, set) in references.enumerated() where set.count != hypotheses.count {
      throw InputError(
        "reference \(number + 1)",
        "\(Figures.count(set.count)) lines for \(Figures.count(hypotheses.count)) hypotheses.")
    }
    var tokens = TokenTable()
    return hypotheses.indices.map { index in
      BLEUStatistics(
        hypothesis: count(hypotheses[index], &tokens),
        references: references.map { count($0[index], &tokens) })
    }
  }

  private func count(_ line: String, _ tokens: inout TokenTable) -> NGramCounts {
    let line = WhiteSpace.trimmingEnd(lowercase ? lowercasing(line) : line)
    var ids: [UInt32] = []
    tokenizer.forEachToken(in: line) { ids.append(tokens.id(of: $0)) }
    return NGramCounts(ids)
  }

  private func signature(references: Int) -> Signature {
    Signature([
      "nrefs": "\(references)", "case": lowercase ? "lc" : "mixed", "eff": "no",
      "tok": tokenizer.rawValue, "smooth": "exp",
    ])
  }
}
