/// Sentence pairs as tokens, ready to be batched.
package struct TokenizedCorpus: Sendable {
  /// [pairs] Source tokens with the end mark.
  package private(set) var sources = RaggedTokens()
  /// [pairs] Target tokens with neither mark.
  package private(set) var targets = RaggedTokens()
  /// [pairs] The number of each pair in the corpus that it is from.
  package private(set) var origins: [Int] = []
  /// Pairs that were left out because a side is empty.
  package private(set) var emptyPairs = 0
  /// Pairs that were left out because a side has more tokens than allowed.
  package private(set) var longPairs = 0
  /// The marks of the vocabulary.
  package let marks: SentenceMarks

  /// Encodes a corpus.
  ///
  /// - Parameter maximumLength: Tokens of a side, marks included, above which a pair is left out.
  /// - Throws: ``InputError`` when the vocabulary has no marks.
  package init(
    _ corpus: ParallelCorpus, tokenizer: Tokenizer, maximumLength: Int, threads: Int
  ) throws {
    marks = try tokenizer.marks
    let sources = tokenizer.encode(corpus.source, threads: threads)
    let targets = tokenizer.encode(corpus.target, threads: threads)
    for (origin, (source, target)) in zip(sources, targets).enumerated() {
      if source.isEmpty || target.isEmpty {
        emptyPairs += 1
      } else if max(source.count, target.count) + 1 > maximumLength {
        longPairs += 1
      } else {
        self.sources.append(source + [marks.end])
        self.targets.append(target)
        origins.append(origin)
      }
    }
  }

  /// Takes pairs that are tokens already, without marks.
  package init(
    _ pairs: some Sequence<(source: [Int32], target: [Int32])>, marks: SentenceMarks = .own
  ) {
    self.marks = marks
    for (origin, (source, target)) in pairs.enumerated() {
      sources.append(source + [marks.end])
      targets.append(target)
      origins.append(origin)
    }
  }

  /// The number of pairs.
  package var count: Int { sources.count }

  /// The label tokens of a pair: the target and its end mark.
  func labelCount(_ pair: Int) -> Int { targets.length(pair) + 1 }

  /// The label tokens of all pairs.
  package var labelCount: Int { targets.ids.count + count }

  /// A number that tells corpora and their vocabularies apart (FNV-1a over all tokens).
  package var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for tokens in [sources, targets] {
      for value in [tokens.ids, tokens.offsets].joined() {
        hash = (hash ^ UInt64(UInt32(bitPattern: value))) &* 0x100_0000_01B3
      }
    }
    return hash
  }
}

extension Tokenizer {
  /// Encodes lines on several threads.
  fileprivate func encode(_ lines: [String], threads: Int) -> [[Int32]] {
    let size = 1024
    let chunks = stride(from: 0, to: lines.count, by: size).map {
      lines[$0..<min($0 + size, lines.count)]
    }
    return mapConcurrently(chunks, threads: threads) { $0.map(encode) }.flatMap { $0 }
  }
}
