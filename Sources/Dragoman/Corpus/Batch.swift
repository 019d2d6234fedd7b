/// Some sentence pairs as a model takes them in training.
package struct Batch: Sendable {
  /// Source tokens in their frames.
  package private(set) var sources = RaggedTokens()
  /// What decoding starts with, usually the begin mark, then the target tokens.
  package private(set) var targets = RaggedTokens()
  /// For each token of `targets` the one that follows it; after the last, the end mark.
  package private(set) var labels: [Int32] = []
  /// For each label the place among `sources.ids` of the token that it translates, -1 for none; `nil`
  /// where nobody asked.
  package private(set) var alignment: [Int32]?

  /// Pairs whose sources are in their frames.
  ///
  /// - Parameter targetFrame: What stands around targets.
  package init(_ pairs: some Sequence<PairEncoder.Pair>, targetFrame: SentenceFrame) {
    for pair in pairs { append(pair.source, pair.target, targetFrame) }
  }

  /// Pairs of a corpus as they are.
  ///
  /// - Throws: ``InputError`` when the file of the tokens cannot be read, or is damaged.
  package init(_ pairs: some Sequence<Int>, of corpus: TokenizedCorpus) throws {
    for number in pairs {
      let pair = try corpus.pair(number)
      append(pair.source, pair.target, corpus.targetFrame)
    }
  }

  /// Pairs of a corpus with their words split at random; those that would be too long stay as they are.
  ///
  /// - Throws: ``InputError`` when the file of the text or the tokens cannot be read, or is damaged.
  package init(
    _ pairs: some Sequence<Int>, of corpus: TokenizedCorpus, sampler: PairSampler,
    randomness: RandomStream
  ) throws {
    var randomness = randomness
    for number in pairs {
      let pair = try corpus.pair(number)
      if let sample = try sampler.tokens(of: pair.origin, using: &randomness) {
        append(sample.source, sample.target, corpus.targetFrame)
      } else {
        append(pair.source, pair.target, corpus.targetFrame)
      }
    }
  }

  private mutating func append(
    _ source: some Sequence<Int32>, _ target: some Sequence<Int32>, _ frame: SentenceFrame
  ) {
    sources.append(source)
    let first = targets.ids.count
    targets.append(frame.before + Array(target))
    labels += targets.ids[(first + 1)...]
    labels.append(frame.end)
  }

  /// The batch twice, the second time behind the first.
  package var doubled: Batch {
    var result = self
    for pair in 0..<sources.count {
      result.sources.append(sources[pair])
      result.targets.append(targets[pair])
    }
    result.labels += labels
    let shift = Int32(sources.ids.count)
    result.alignment = alignment.map { $0 + $0.map { $0 < 0 ? $0 : $0 + shift } }
    return result
  }

  /// Finds out which source tokens the labels translate. End marks translate nothing.
  package mutating func align(by table: TranslationTable) {
    var alignment: [Int32] = []
    for pair in 0..<sources.count {
      let first = sources.offsets[pair]
      let target = targets[pair].dropFirst()
      alignment += table.alignment(of: target, with: sources[pair].dropLast()).map { place in
        place.map { first + Int32($0) } ?? -1
      }
      alignment.append(-1)
    }
    self.alignment = alignment
  }
}
