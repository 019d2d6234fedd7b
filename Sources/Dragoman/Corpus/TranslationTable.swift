/// How likely tokens translate each other, learned from sentence pairs alone: IBM's model 1, of which the
/// alignments are hidden and found by expectation maximisation (Brown et al. 1993, section 4.1).
///
/// The end mark of the source is the empty word: what translates nothing comes from it.
package struct TranslationTable {
  /// Passes over the corpus, after which little changes.
  private static let passes = 5
  /// Pairs that are learned from, spread evenly over the corpus: the table has an entry for all tokens that
  /// ever stand in one pair, and they grow with the pairs while the likely ones stay the same.
  private static let mostPairs = 250_000

  private struct Translation {
    let target: Int32
    let probability: Float
  }

  /// [V] Likeliest first; of equally likely ones the lower token.
  private let translations: [[Translation]]

  /// Learns from a corpus.
  ///
  /// - Parameter vocabularySize: V
  package init(_ corpus: TokenizedCorpus, vocabularySize: Int) {
    let step = max(1, (corpus.count + Self.mostPairs - 1) / Self.mostPairs)
    let pairs = stride(from: 0, to: corpus.count, by: step)
    var entries = PairTable()
    /// The source and the target of each entry.
    var tokens: [(source: Int32, target: Int32)] = []
    for pair in pairs {
      for source in corpus.sources[pair] {
        for target in corpus.targets[pair] where entries.value(source, target) == nil {
          entries.set(source, target, to: Int32(tokens.count))
          tokens.append((source, target))
        }
      }
    }
    var probabilities = Array<Float>(repeating: 1, count: tokens.count)
    for _ in 0..<Self.passes {
      var counts = Array<Float>(repeating: 0, count: tokens.count)
      for pair in pairs {
        let sources = corpus.sources[pair]
        for target in corpus.targets[pair] {
          let found = sources.map { Int(entries.value($0, target) ?? 0) }
          let sum = found.reduce(0) { $0 + probabilities[$1] }
          for entry in found { counts[entry] += probabilities[entry] / sum }
        }
      }
      var totals = Array<Float>(repeating: 0, count: vocabularySize)
      for (entry, token) in tokens.enumerated() { totals[Int(token.source)] += counts[entry] }
      for (entry, token) in tokens.enumerated() {
        probabilities[entry] = counts[entry] / totals[Int(token.source)]
      }
    }
    var translations = Array<[Translation]>(repeating: [], count: vocabularySize)
    for (token, probability) in zip(tokens, probabilities) {
      translations[Int(token.source)].append(
        Translation(target: token.target, probability: probability))
    }
    self.translations = translations.map { list in
      list.sorted { ($1.probability, $0.target) < ($0.probability, $1.target) }
    }
  }

  /// The likeliest translations of a token, at most so many.
  package func translations(of source: Int32, most: Int) -> [Int32] {
    translations[Int(source)].prefix(most).map(\.target)
  }
}
