/// Splits the words of sentence pairs in another way each time they are trained on, so that a model does
/// not depend on one (BPE-dropout, Provilkov et al. 2020; Kudo 2018 for unigrams).
package struct SubwordSampler: Sendable {
  private let parts: [CorpusPart]
  private let tags: [Int32?]
  private let encoder: PairEncoder
  private let sampling: SubwordSampling

  /// - Parameter parts: The corpora that pairs are numbered in.
  /// - Throws: ``InputError`` when the vocabulary lacks the tag of a corpus.
  package init(_ parts: [CorpusPart], encoder: PairEncoder, sampling: SubwordSampling) throws {
    self.parts = parts
    self.encoder = encoder
    self.sampling = sampling
    tags = try parts.map { try $0.tag.map(encoder.tokenizers.id) }
  }

  /// The tokens of a pair, drawn anew; `nil` when they are more than may be.
  func tokens(
    of origin: TokenizedCorpus.Origin, using randomness: inout RandomStream
  ) -> PairEncoder.Pair? {
    let text = parts[origin.part].text
    let pair = encoder.encode(
      text.source[origin.pair], text.target[origin.pair], tag: tags[origin.part],
      sampling: sampling, using: &randomness)
    return encoder.fits(pair) ? pair : nil
  }
}
