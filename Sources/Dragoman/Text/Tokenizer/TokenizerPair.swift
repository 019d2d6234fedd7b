/// The tokenizers of a model's two sides, and the marks of their sentences.
public struct TokenizerPair: Sendable {
  /// Of the sentences to translate.
  public let source: Tokenizer
  /// Of their translations.
  public let target: Tokenizer
  /// Whether both sides have one vocabulary.
  public let isJoint: Bool
  /// The marks of source sentences, of which only the end is used.
  public let sourceMarks: SentenceMarks
  /// The marks of translations.
  public let targetMarks: SentenceMarks

  /// One vocabulary for both sides.
  ///
  /// - Throws: ``InputError`` when it has no marks.
  public init(joint tokenizer: Tokenizer) throws {
    try self.init(tokenizer, tokenizer, isJoint: true)
  }

  /// A vocabulary for each side.
  ///
  /// - Throws: ``InputError`` when one has no marks.
  public init(source: Tokenizer, target: Tokenizer) throws {
    try self.init(source, target, isJoint: false)
  }

  private init(_ source: Tokenizer, _ target: Tokenizer, isJoint: Bool) throws {
    self.source = source
    self.target = target
    self.isJoint = isJoint
    sourceMarks = try source.marks
    targetMarks = try target.marks
  }

  /// A source sentence as a model takes it: its pieces and the end mark.
  ///
  /// - Parameter tag: A control token in front; `nil` for none.
  func encodeSource(_ line: String, tag: Int32?) -> [Int32] { framed(source.encode(line), tag) }

  /// The same with pieces that are drawn at random.
  func encodeSource(
    _ line: String, tag: Int32?, sampling: SubwordSampling, using randomness: inout RandomStream
  ) -> [Int32] {
    framed(source.encode(line, sampling: sampling, using: &randomness), tag)
  }

  private func framed(_ pieces: [Int32], _ tag: Int32?) -> [Int32] {
    (tag.map { [$0] } ?? []) + pieces + [sourceMarks.end]
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
