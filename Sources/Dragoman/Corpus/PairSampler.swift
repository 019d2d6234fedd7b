/// Shows sentence pairs in another form each time they are trained on, so that a model does not depend on one.
///
/// Words are split in other ways (BPE-dropout, Provilkov et al. 2020; Kudo 2018 for unigrams). Some pairs are
/// in capitals, or in title case, on both sides: text has few of these, and a model that has not learned them
/// cannot read them.
package struct PairSampler: Sendable {
  private let parts: [CorpusPart]
  private let tags: [Int32?]
  private let encoder: PairEncoder
  private let sampling: SubwordSampling?
  private let recasing: Float

  /// - Parameters:
  ///   - parts: The corpora that pairs are numbered in.
  ///   - sampling: How words are split; `nil` for as they are in translation.
  ///   - recasing: The share of pairs whose case is changed, half of them to capitals; in 0 ... 1.
  /// - Throws: ``InputError`` when the vocabulary lacks the tag of a corpus.
  package init(
    _ parts: [CorpusPart], encoder: PairEncoder, sampling: SubwordSampling?, recasing: Float
  ) throws {
    self.parts = parts
    self.encoder = encoder
    self.sampling = sampling
    self.recasing = recasing
    tags = try parts.map { try $0.tag.map(encoder.tokenizers.id) }
  }

  /// The tokens of a pair, drawn anew; `nil` when it stays as it is, or would have more than may be.
  ///
  /// - Throws: ``InputError`` when the file of the text cannot be read, or is damaged.
  func tokens(
    of origin: TokenizedCorpus.Origin, using randomness: inout RandomStream
  ) throws -> PairEncoder.Pair? {
    let draw: Float = recasing > 0 ? randomness.uniform() : 1
    guard sampling != nil || draw < recasing else { return nil }
    let text = try parts[origin.part].text.pair(origin.pair)
    var (source, target) = (text.source, text.target)
    if draw < recasing {
      let change: (String) -> String =
        draw < recasing / 2 ? { $0.uppercased() } : { $0.inTitleCase }
      (source, target) = (change(source), change(target))
    }
    let tag = tags[origin.part]
    let pair =
      if let sampling {
        encoder.encode(source, target, tag: tag, sampling: sampling, using: &randomness)
      } else {
        encoder.encode(source, target, tag: tag)
      }
    return encoder.fits(pair) ? pair : nil
  }
}

extension String {
  /// The text with a capital at the head of each word.
  fileprivate var inTitleCase: String {
    var (result, isInWord) = ("", false)
    for character in self {
      result += isInWord ? String(character) : character.uppercased()
      isInWord = character.isLetter || character.isNumber || isInWord && "'’".contains(character)
    }
    return result
  }
}
