/// Sentence pairs as tokens, ready to be batched. They lie where a ``CorpusStorage`` says.
package struct TokenizedCorpus: ExampleStore {
  /// Where a pair is from.
  package struct Origin: Sendable, Equatable {
    /// The number of the corpus.
    package var part: Int
    /// The number of the pair in it.
    package var pair: Int

    /// A pair of a corpus.
    package init(part: Int, pair: Int) {
      self.part = part
      self.pair = pair
    }
  }

  /// A pair of the corpus.
  package struct Pair: Sendable, Equatable {
    /// Source tokens in their frame.
    package var source: [Int32]
    /// Target tokens without a frame.
    package var target: [Int32]
    /// The pair of the corpora that it is from.
    package var origin: Origin
  }

  /// How often an epoch has the pairs of a corpus.
  struct Part: Sendable {
    /// The number of the first.
    var first: Int
    var weight: Double
  }

  /// What stands around targets.
  package let targetFrame: SentenceFrame
  /// A number that tells corpora, their weights and their vocabularies apart.
  package let fingerprint: UInt64
  private let records: RecordStore
  private let parts: [Part]

  init(_ records: RecordStore, _ note: TokenNote, weights: [Double], targetFrame: SentenceFrame) {
    self.records = records
    self.targetFrame = targetFrame
    parts = zip(note.firsts, weights).map { Part(first: $0, weight: $1) }
    var fingerprint = note.fingerprint
    for part in parts where part.weight != 1 {
      fingerprint.add(UInt64(part.first))
      fingerprint.add(part.weight.bitPattern)
    }
    self.fingerprint = fingerprint.value
  }

  /// Encodes corpora, one after the other.
  ///
  /// - Parameter storage: Where the tokens lie. What it has of the same text and vocabulary is not made again.
  /// - Throws: ``InputError`` when the vocabulary lacks the tag of a corpus, or text or tokens cannot be read or
  ///   written.
  package init(
    _ parts: [CorpusPart], encoder: PairEncoder, storage: CorpusStorage = CorpusStorage(),
    threads: Int
  ) throws {
    self = try CorpusEncoding(parts, encoder: encoder, storage: storage, threads: threads).corpus()
  }

  /// Takes pairs that are tokens already, without frames.
  package init(_ pairs: some Sequence<PairEncoder.Pair>, targetFrame: SentenceFrame = .own) throws {
    var writer = TokenWriter(CorpusStorage().writer("tokens"))
    writer.beginPart()
    for (index, pair) in pairs.enumerated() {
      try writer.append(
        (source: pair.source + [targetFrame.end], target: pair.target), of: index)
    }
    let (records, note) = try writer.finish(key: "")
    self.init(records, note, weights: [1], targetFrame: targetFrame)
  }

  /// The number of pairs.
  package var count: Int { records.count }

  /// One pair.
  ///
  /// - Throws: ``InputError`` when the file of the tokens cannot be read, or is damaged.
  package func pair(_ number: Int) throws -> Pair {
    let pair = try TokenRecord(records.record(number), of: records)
    let part = parts.partitioningIndex { $0.first > number } - 1
    return Pair(
      source: pair.source, target: pair.target, origin: Origin(part: part, pair: pair.number))
  }

  /// The label tokens of a pair: the target and its end mark.
  package func labelCount(_ pair: Int) -> Int { Int(records.tables[0][pair]) }

  /// The label tokens of all pairs.
  package var labelCount: Int { records.tables[0].reduce(0) { $0 + Int($1) } }

  /// Pairs that were left out because normalisation leaves nothing of a side.
  package var emptyPairs: [Origin] { Self.origins(records.tables[1]) }

  /// Pairs that were left out because a side has more tokens than allowed.
  package var longPairs: [Origin] { Self.origins(records.tables[2]) }

  private static func origins(_ table: [UInt32]) -> [Origin] {
    stride(from: 0, to: table.count - 1, by: 2).map {
      Origin(part: Int(table[$0]), pair: Int(table[$0 + 1]))
    }
  }

  /// Bytes of memory that the tokens take, and the order of the pairs of an epoch.
  package var memory: Int {
    let order = parts.indices.reduce(0.0) { sum, index in
      let end = index + 1 < parts.count ? parts[index + 1].first : count
      return sum + parts[index].weight * Double(end - parts[index].first)
    }
    return records.memory + Int(order) * MemoryLayout<UInt32>.stride
  }

  /// The file that has the tokens; `nil` when they are in memory.
  package var path: String? { records.path }

  /// The pairs of an epoch, each as often as its corpus's weight says.
  package func epoch(using randomness: inout RandomStream) -> [UInt32] {
    var pairs: [UInt32] = []
    pairs.reserveCapacity(count)
    for (index, part) in parts.enumerated() {
      let end = index + 1 < parts.count ? parts[index + 1].first : count
      let whole = Int(part.weight)
      let fraction = Float(part.weight - Double(whole))
      if whole == 1, fraction == 0 {
        pairs.append(contentsOf: UInt32(part.first)..<UInt32(end))
        continue
      }
      for pair in part.first..<end {
        let times = whole + (fraction > 0 && randomness.uniform() < fraction ? 1 : 0)
        pairs.append(contentsOf: repeatElement(UInt32(pair), count: times))
      }
    }
    return pairs
  }
}
