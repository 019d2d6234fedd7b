/// Sentence pairs as tokens, ready to be batched.
package struct TokenizedCorpus: ExampleStore {
  /// Where a pair is from.
  package struct Origin: Sendable, Equatable {
    /// The number of the corpus.
    package var part: Int
    /// The number of the pair in it.
    package var pair: Int
  }

  /// [pairs] Source tokens in their frames.
  package private(set) var sources = RaggedTokens()
  /// [pairs] Target tokens without a frame.
  package private(set) var targets = RaggedTokens()
  /// What stands around targets.
  package let targetFrame: SentenceFrame
  /// [pairs] The pair of the corpora that each is from.
  package private(set) var origins: [Origin] = []
  /// Pairs that were left out because normalisation leaves nothing of a side.
  package private(set) var emptyPairs: [Origin] = []
  /// Pairs that were left out because a side has more tokens than allowed.
  package private(set) var longPairs: [Origin] = []
  /// How often an epoch has the pairs from one number on, up to those of the next entry.
  private var weights: [(first: Int, weight: Double)] = []

  /// Encodes corpora, one after the other.
  ///
  /// - Throws: ``InputError`` when the vocabulary lacks the tag of a corpus.
  package init(_ parts: [CorpusPart], encoder: PairEncoder, threads: Int) throws {
    targetFrame = encoder.tokenizers.targetFrame
    for (number, part) in parts.enumerated() {
      weights.append((count, part.weight))
      let tag = try part.tag.map(encoder.tokenizers.id)
      let frame = encoder.tokenizers.sourceFrame(tag: tag)
      let text = part.text
      let chunks = stride(from: 0, to: text.count, by: 1024).map {
        $0..<min($0 + 1024, text.count)
      }
      // Some at a time, since pairs by themselves take several times the memory of those that are kept.
      for chunks in chunks.chunks(of: 4 * threads) {
        let encoded = mapConcurrently(Array(chunks), threads: threads) { chunk in
          chunk.map { ($0, encoder.encode(text.source[$0], text.target[$0], tag: tag)) }
        }
        for (index, pair) in encoded.joined() {
          let origin = Origin(part: number, pair: index)
          if pair.source.count == frame.count || pair.target.isEmpty {
            emptyPairs.append(origin)
          } else if !encoder.fits(pair) {
            longPairs.append(origin)
          } else {
            append(pair, from: origin)
          }
        }
      }
    }
  }

  /// About how many bytes of memory corpora will take as tokens, seen from a sample of their pairs: what is kept, and
  /// what is needed beside it while they are encoded.
  ///
  /// - Throws: ``InputError`` when the vocabulary lacks the tag of a corpus.
  package static func estimatedMemory(
    _ parts: [CorpusPart], encoder: PairEncoder
  ) throws -> (kept: Int, growth: Int) {
    var (sources, targets, others) = (0.0, 0.0, 0.0)
    for part in parts where part.text.count > 0 {
      let tag = try part.tag.map(encoder.tokenizers.id)
      let step = (part.text.count + Self.sampleSize - 1) / Self.sampleSize
      let sample = Array(stride(from: 0, to: part.text.count, by: step))
      let share = Double(part.text.count) / Double(sample.count)
      for pair in sample {
        let pair = encoder.encode(part.text.source[pair], part.text.target[pair], tag: tag)
        guard encoder.fits(pair) else { continue }
        sources += share * Double(pair.source.count * MemoryLayout<Int32>.stride)
        targets += share * Double(pair.target.count * MemoryLayout<Int32>.stride)
      }
      let offsets = 2 * MemoryLayout<Int32>.stride
      // An epoch has a list of all pairs, the same in another order, and that cut into batches.
      let order = 3 * Double(MemoryLayout<Int>.stride) * part.weight
      others += Double(part.text.count) * (Double(offsets + MemoryLayout<Origin>.stride) + order)
    }
    // An array that is full is copied into a larger one.
    return (Int(sources + targets + others), Int(max(sources, targets)))
  }

  /// Pairs of a corpus that are enough to know how many tokens the others have.
  private static let sampleSize = 2_000

  /// Takes pairs that are tokens already, without frames.
  package init(_ pairs: some Sequence<PairEncoder.Pair>, targetFrame: SentenceFrame = .own) {
    self.targetFrame = targetFrame
    weights = [(0, 1)]
    for (index, pair) in pairs.enumerated() {
      append(
        (source: pair.source + [targetFrame.end], target: pair.target),
        from: Origin(part: 0, pair: index))
    }
  }

  private mutating func append(_ pair: PairEncoder.Pair, from origin: Origin) {
    sources.append(pair.source)
    targets.append(pair.target)
    origins.append(origin)
  }

  /// The number of pairs.
  package var count: Int { sources.count }

  /// The label tokens of a pair: the target and its end mark.
  package func labelCount(_ pair: Int) -> Int { targets.length(pair) + 1 }

  /// The label tokens of all pairs.
  package var labelCount: Int { targets.ids.count + count }

  /// The pairs of an epoch, each as often as its corpus's weight says.
  package func epoch(using randomness: inout RandomStream) -> [Int] {
    var pairs: [Int] = []
    for (index, (first, weight)) in weights.enumerated() {
      let end = index + 1 < weights.count ? weights[index + 1].first : count
      let whole = Int(weight)
      let fraction = Float(weight - Double(whole))
      for pair in first..<end {
        let times = whole + (fraction > 0 && randomness.uniform() < fraction ? 1 : 0)
        pairs.append(contentsOf: repeatElement(pair, count: times))
      }
    }
    return pairs
  }

  /// A number that tells corpora, their weights and their vocabularies apart (FNV-1a over all tokens).
  package var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01B3 }
    for tokens in [sources, targets] {
      for value in [tokens.ids, tokens.offsets].joined() { add(UInt64(UInt32(bitPattern: value))) }
    }
    for (first, weight) in weights where weight != 1 {
      add(UInt64(first))
      add(weight.bitPattern)
    }
    return hash
  }
}
