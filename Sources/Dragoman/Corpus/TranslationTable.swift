import Glibc

/// How likely tokens translate each other, learned from sentence pairs alone: IBM's model 1, of which the
/// alignments are hidden and found by expectation maximisation (Brown et al. 1993, section 4.1).
///
/// The end mark of the source is the empty word: what translates nothing comes from it.
package struct TranslationTable: Sendable {
  /// Passes over the corpus, after which little changes.
  private static let passes = 5
  /// Pairs that are learned from, spread evenly over the corpus. The table has an entry for every two tokens
  /// that stand in one pair: more pairs add entries, but hardly change the likely ones.
  private static let mostPairs = 250_000

  private struct Translation: Sendable {
    let target: Int32
    let probability: Float
  }

  /// How much likelier a token is to be translated in its place than at the other end of the sentence,
  /// as a logarithm; and the share of tokens that translate nothing (Dyer et al. 2013, section 2).
  private static let diagonalPreference: Float = 4
  private static let emptyShare: Float = 0.08

  /// [V] Likeliest first; of equally likely ones the lower token.
  private let translations: [[Translation]]
  /// The number of each source and target that ever stood in one pair, and by it their probability.
  private let entries: PairTable
  private let probabilities: [Float]
  /// [V] How many targets each source translates, by expectation.
  private let totals: [Float]
  private let emptyWord: Int32

  /// Learns from a corpus.
  ///
  /// - Parameter vocabularySize: V
  /// - Throws: ``InputError`` when the file of the tokens cannot be read, or is damaged.
  package init(_ corpus: TokenizedCorpus, vocabularySize: Int) throws {
    var (sources, targets) = (RaggedTokens(), RaggedTokens())
    for number in stride(from: 0, to: corpus.count, by: Self.step(corpus.count)) {
      let pair = try corpus.pair(number)
      sources.append(pair.source)
      targets.append(pair.target)
    }
    self.init(sources: sources, targets: targets, vocabularySize: vocabularySize)
  }

  /// Every which pair is learned from.
  private static func step(_ pairs: Int) -> Int { max(1, (pairs + mostPairs - 1) / mostPairs) }

  /// Learns from pairs, token by token.
  ///
  /// - Parameters:
  ///   - sources: Each ends with the same token, which is the empty word.
  ///   - vocabularySize: V
  init(sources: RaggedTokens, targets: RaggedTokens, vocabularySize: Int) {
    let pairs = stride(from: 0, to: sources.count, by: Self.step(sources.count))
    var entries = PairTable()
    /// The source and the target of each entry.
    var tokens: [(source: Int32, target: Int32)] = []
    for pair in pairs {
      for source in sources[pair] {
        for target in targets[pair] where entries.value(source, target) == nil {
          entries.set(source, target, to: Int32(tokens.count))
          tokens.append((source, target))
        }
      }
    }
    var probabilities = Array<Float>(repeating: 1, count: tokens.count)
    var totals = Array<Float>(repeating: 0, count: vocabularySize)
    for _ in 0..<Self.passes {
      var counts = Array<Float>(repeating: 0, count: tokens.count)
      for pair in pairs {
        let source = sources[pair]
        for target in targets[pair] {
          let found = source.map { Int(entries.value($0, target) ?? 0) }
          let sum = found.reduce(0) { $0 + probabilities[$1] }
          for entry in found { counts[entry] += probabilities[entry] / sum }
        }
      }
      totals = Array(repeating: 0, count: vocabularySize)
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
    self.entries = entries
    self.probabilities = probabilities
    self.totals = totals
    emptyWord = sources.ids.last ?? 0
    self.translations = translations.map { list in
      list.sorted { ($1.probability, $0.target) < ($0.probability, $1.target) }
    }
  }

  /// The likeliest translations of a token, at most so many.
  package func translations(of source: Int32, most: Int) -> [Int32] {
    translations[Int(source)].prefix(most).map(\.target)
  }

  /// The place among the source's tokens of what each of the target's translates; `nil` for nothing.
  ///
  /// - Parameters:
  ///   - target: Tokens without a frame.
  ///   - source: Tokens without the end mark.
  func alignment(of target: ArraySlice<Int32>, with source: ArraySlice<Int32>) -> [Int?] {
    target.enumerated().map { place, token in
      var best = (
        score: Self.emptyShare * probability(of: token, from: emptyWord), place: Int?.none
      )
      // The prior of all places sums to what the empty word leaves.
      let height = Float(place) / Float(target.count)
      let priors = source.indices.map { index in
        let distance = abs(Float(index - source.startIndex) / Float(source.count) - height)
        return exp(-Self.diagonalPreference * distance)
      }
      let factor = (1 - Self.emptyShare) / max(priors.reduce(0, +), .leastNormalMagnitude)
      for (index, (prior, word)) in zip(priors, source).enumerated() {
        let score = factor * prior * probability(of: token, from: word)
        if score > best.score { best = (score, index) }
      }
      return best.place
    }
  }

  /// How likely a token is translated by another, as far as other pairs show than one that was learned from:
  /// one translation less.
  func probabilityElsewhere(of target: Int32, from source: Int32) -> Float {
    max(0, probability(of: target, from: source) - 1 / max(1, totals[Int(source)]))
  }

  private func probability(of target: Int32, from source: Int32) -> Float {
    entries.value(source, target).map { probabilities[Int($0)] } ?? 0
  }
}
