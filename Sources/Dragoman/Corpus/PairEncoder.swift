/// Turns sentence pairs into the tokens that a model is trained on.
package struct PairEncoder: Sendable {
  /// The tokens of a pair.
  package typealias Pair = (source: [Int32], target: [Int32])

  private let tokenizers: TokenizerPair
  /// Tokens of a side, marks included, above which a pair is not trained on.
  package let maximumLength: Int

  package init(_ tokenizers: TokenizerPair, maximumLength: Int) {
    self.tokenizers = tokenizers
    self.maximumLength = maximumLength
  }

  /// The number of a language's tag.
  ///
  /// - Throws: ``InputError`` when the vocabulary of the source has no such token.
  func id(ofTag tag: String) throws -> Int32 {
    if let id = tokenizers.source.id(named: tag) { return id }
    throw InputError(
      "tag \(tag)", "the vocabulary has no such token.",
      remedy: "Learn one that reserves it: train vocabulary … --reserve '\(tag)'")
  }

  /// The source's pieces after its tag and before the end mark, and the target's pieces alone.
  func encode(_ source: String, _ target: String, tag: Int32?) -> Pair {
    framed(tokenizers.source.encode(source), tokenizers.target.encode(target), tag)
  }

  /// The same with pieces that are drawn at random.
  func encode(
    _ source: String, _ target: String, tag: Int32?, sampling: SubwordSampling,
    using randomness: inout RandomStream
  ) -> Pair {
    framed(
      tokenizers.source.encode(source, sampling: sampling, using: &randomness),
      tokenizers.target.encode(target, sampling: sampling, using: &randomness), tag)
  }

  /// Whether a pair, as ``encode(_:_:tag:)`` gives it, is short enough.
  func fits(_ pair: Pair) -> Bool {
    max(pair.source.count, pair.target.count + 1) <= maximumLength
  }

  private func framed(_ source: [Int32], _ target: [Int32], _ tag: Int32?) -> Pair {
    (source: (tag.map { [$0] } ?? []) + source + [Tokenizer.endID], target: target)
  }
}
