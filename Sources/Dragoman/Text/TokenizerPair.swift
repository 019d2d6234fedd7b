/// The tokenizers of a model's two sides. They are the same where the vocabulary is joint.
public struct TokenizerPair: Sendable {
  /// Of the sentences to translate.
  public let source: Tokenizer
  /// Of their translations.
  public let target: Tokenizer
  /// Whether both sides have one vocabulary.
  public let isJoint: Bool

  /// One vocabulary for both sides.
  public init(joint tokenizer: Tokenizer) {
    source = tokenizer
    target = tokenizer
    isJoint = true
  }

  /// A vocabulary for each side.
  public init(source: Tokenizer, target: Tokenizer) {
    self.source = source
    self.target = target
    isJoint = false
  }
}
