/// The tokenizers of a model's two sides, and the frames of their sentences.
public struct TokenizerPair: Sendable {
  /// Of the sentences to translate.
  public let source: Tokenizer
  /// Of their translations.
  public let target: Tokenizer
  /// Whether both sides have one vocabulary.
  public let isJoint: Bool
  /// What stands around source sentences, beside a tag.
  public private(set) var sourceFrame: SentenceFrame
  /// What stands around translations; decoding starts with what is before them.
  public private(set) var targetFrame: SentenceFrame
  /// The languages of a model of several; `nil` once a direction is chosen.
  private(set) var languages: LanguageTokens?

  /// One vocabulary for both sides.
  ///
  /// - Throws: ``InputError`` when it has no end mark.
  public init(joint tokenizer: Tokenizer) throws {
    try self.init(tokenizer, tokenizer, isJoint: true)
  }

  /// A vocabulary for each side.
  ///
  /// - Throws: ``InputError`` when one has no end mark.
  public init(source: Tokenizer, target: Tokenizer) throws {
    try self.init(source, target, isJoint: false)
  }

  private init(_ source: Tokenizer, _ target: Tokenizer, isJoint: Bool) throws {
    self.source = source
    self.target = target
    self.isJoint = isJoint
    sourceFrame = SentenceFrame(before: [], after: [try source.targetFrame.end])
    targetFrame = try target.targetFrame
  }

  /// Whether one tokenizer serves both sides. Two may split text in two ways and still share a vocabulary.
  var isOneTokenizer: Bool { source.pipeline === target.pipeline }

  /// Tokenizers with frames that are known from elsewhere.
  init(
    source: Tokenizer, target: Tokenizer, isJoint: Bool, sourceFrame: SentenceFrame,
    targetFrame: SentenceFrame, languages: LanguageTokens?
  ) {
    self.source = source
    self.target = target
    self.isJoint = isJoint
    self.sourceFrame = sourceFrame
    self.targetFrame = targetFrame
    self.languages = languages
  }

  /// The same for one direction of a model that knows several.
  ///
  /// - Throws: ``InputError`` when the model lacks a language or the tag, or needs to be told one.
  package func directed(_ direction: Direction) throws -> TokenizerPair {
    var pair = self
    if let languages {
      try languages.apply(direction, &pair.sourceFrame, &pair.targetFrame)
      pair.languages = nil
    } else if let target = direction.target {
      throw InputError(
        "\(Setting.to) \(target)", "the model has no tokens for languages.",
        remedy: "Leave it out: the model translates into one language, or needs a \(Setting.tag).")
    }
    return try pair.tagged(direction.tag.map(id))
  }

  /// The same with a control token in front of source sentences; `nil` for none.
  func tagged(_ tag: Int32?) -> TokenizerPair {
    var pair = self
    pair.sourceFrame = sourceFrame(tag: tag)
    return pair
  }

  /// What stands around source sentences.
  ///
  /// - Parameter tag: A control token in front; `nil` for none.
  func sourceFrame(tag: Int32?) -> SentenceFrame {
    var frame = sourceFrame
    if let tag { frame.before.insert(tag, at: 0) }
    return frame
  }

  /// A source sentence as a model takes it: its pieces in their frame.
  ///
  /// - Parameter tag: A control token in front; `nil` for none.
  package func encodeSource(_ line: String, tag: Int32? = nil) -> [Int32] {
    sourceFrame(tag: tag).around(source.encode(line))
  }

  /// The same with pieces that are drawn at random.
  func encodeSource(
    _ line: String, tag: Int32?, sampling: SubwordSampling, using randomness: inout RandomStream
  ) -> [Int32] {
    sourceFrame(tag: tag).around(source.encode(line, sampling: sampling, using: &randomness))
  }

  /// The number of a control token in front of source sentences, such as `<2de>`.
  ///
  /// - Throws: ``InputError`` when the vocabulary of the source has no such token.
  func id(ofTag tag: String) throws -> Int32 {
    if let id = source.id(named: tag) { return id }
    throw InputError(
      "tag \(tag)", "the vocabulary has no such token.",
      remedy: "Learn one that reserves it: train vocabulary … --reserve '\(tag)'")
  }
}
