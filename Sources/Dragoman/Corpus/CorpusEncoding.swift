/// Turns the text of corpora into tokens, or finds them where they were kept.
struct CorpusEncoding {
  private let parts: [CorpusPart]
  private let encoder: PairEncoder
  private let storage: CorpusStorage
  private let threads: Int

  init(_ parts: [CorpusPart], encoder: PairEncoder, storage: CorpusStorage, threads: Int) {
    self.parts = parts
    self.encoder = encoder
    self.storage = storage
    self.threads = threads
  }

  /// Pairs that a thread encodes at a time.
  private static let pairsOfChunk = 1_024

  /// The pairs of a chunk as records.
  private struct Chunk: Sendable {
    var records: [(record: [UInt8], labels: Int)] = []
    var emptyPairs: [Int] = []
    var longPairs: [Int] = []
  }

  func corpus() throws -> TokenizedCorpus {
    let weights = parts.map(\.weight)
    let frame = encoder.tokenizers.targetFrame
    let key = try key()
    let name = "\(key).tokens"
    if let (records, note) = try storage.records(
      name,
      isRight: { (note: TokenNote) in
        note.key == key
      })
    {
      return TokenizedCorpus(records, note, weights: weights, targetFrame: frame)
    }
    var writer = TokenWriter(storage.writer(name))
    try encode(to: &writer)
    let (records, note) = try writer.finish(key: key)
    return TokenizedCorpus(records, note, weights: weights, targetFrame: frame)
  }

  private func encode(to writer: inout TokenWriter) throws {
    let total = parts.reduce(0) { $0 + $1.text.count }
    var done = 0
    for part in parts {
      writer.beginPart()
      let tag = try part.tag.map(encoder.tokenizers.id)
      let frame = encoder.tokenizers.sourceFrame(tag: tag)
      // Some at a time, since pairs by themselves take several times the memory of those that are kept.
      for numbers in (0..<part.text.count).chunks(of: 4 * threads * Self.pairsOfChunk) {
        let chunks = numbers.chunks(of: Self.pairsOfChunk)
        let encoded = try mapConcurrently(chunks, threads: threads) { numbers in
          try encode(numbers, of: part.text, tag: tag, emptyLength: frame.count)
        }
        for chunk in encoded {
          for (record, labels) in chunk.records { try writer.append(record, labels: labels) }
          for number in chunk.emptyPairs { writer.leaveOut(empty: number) }
          for number in chunk.longPairs { writer.leaveOut(long: number) }
        }
        done += numbers.count
        storage.report(.encoding(pairs: done, of: total))
      }
    }
  }

  /// - Parameter emptyLength: The tokens of a source of no pieces.
  private func encode(
    _ numbers: Range<Int>, of text: ParallelCorpus, tag: Int32?, emptyLength: Int
  ) throws -> Chunk {
    var chunk = Chunk()
    for (number, pair) in zip(numbers, try text.pairs(numbers)) {
      let tokens = encoder.encode(pair.source, pair.target, tag: tag)
      if tokens.source.count == emptyLength || tokens.target.isEmpty {
        chunk.emptyPairs.append(number)
      } else if !encoder.fits(tokens) {
        chunk.longPairs.append(number)
      } else {
        chunk.records.append((TokenRecord.bytes(tokens, of: number), tokens.target.count + 1))
      }
    }
    return chunk
  }

  /// What the tokens are made of: the text, the vocabulary and the longest that is let through.
  private func key() throws -> String {
    var key = Fingerprint()
    let tokenizers = encoder.tokenizers
    key.add(bytes: tokenizers.source.identity)
    key.add(bytes: tokenizers.target.identity)
    key.add(UInt64(encoder.maximumLength))
    for part in parts {
      key.add(bytes: Array(part.text.fingerprint.utf8))
      let tag = try part.tag.map(tokenizers.id)
      for frame in [tokenizers.sourceFrame(tag: tag), tokenizers.targetFrame] {
        for tokens in [frame.before, frame.after] {
          key.add(UInt64(tokens.count))
          for token in tokens { key.add(UInt64(UInt32(bitPattern: token))) }
        }
      }
    }
    return key.text
  }
}
