/// Turns sentence pairs into the tokens that a model is trained on.
package struct PairEncoder: Sendable {
  /// The tokens of a pair: the source's in its frame, the target's without one.
  package typealias Pair = (source: [Int32], target: [Int32])

  let tokenizers: TokenizerPair
  /// Tokens of a side, marks included, above which a pair is not trained on.
  package let maximumLength: Int

  package init(_ tokenizers: TokenizerPair, maximumLength: Int) {
    self.tokenizers = tokenizers
    self.maximumLength = maximumLength
  }

  /// The tokens of a pair as in translation.
  func encode(_ source: String, _ target: String, tag: Int32?) -> Pair {
    (tokenizers.encodeSource(source, tag: tag), tokenizers.target.encode(target))
  }

  /// The same with pieces that are drawn at random.
  func encode(
    _ source: String, _ target: String, tag: Int32?, sampling: SubwordSampling,
    using randomness: inout RandomStream
  ) -> Pair {
    (
      tokenizers.encodeSource(source, tag: tag, sampling: sampling, using: &randomness),
      tokenizers.target.encode(target, sampling: sampling, using: &randomness)
    )
  }

  /// Whether a pair is short enough.
  func fits(_ pair: Pair) -> Bool {
    max(pair.source.count, pair.target.count + 1) <= maximumLength
  }
}
