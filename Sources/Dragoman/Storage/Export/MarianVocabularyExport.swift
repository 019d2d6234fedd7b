/// The vocabularies of a model as Marian takes them: a SentencePiece model for each side, or one for both.
struct MarianVocabularyExport {
  private let tokenizers: TokenizerPair

  /// - Throws: ``InputError`` when a vocabulary is none of SentencePiece, or a sentence does not end with `</s>`.
  init(_ model: ModelExport) throws {
    tokenizers = model.tokenizers
    for (tokenizer, frame) in [
      (tokenizers.source, tokenizers.sourceFrame), (tokenizers.target, tokenizers.targetFrame),
    ] {
      guard tokenizer.format == .sentencePiece else {
        throw model.unfit(
          .marian, "its vocabulary is no SentencePiece model, and others Marian does not split")
      }
      guard tokenizer.hasNumbersOfItsFile else {
        throw model.unfit(
          .marian, "its tokens have other numbers than its SentencePiece model gives them")
      }
      guard frame.after.map(tokenizer.piece) == ["</s>"] else {
        throw model.unfit(.marian, "sentences do not end with </s> alone")
      }
    }
    guard tokenizers.sourceFrame.before.isEmpty else {
      throw model.unfit(.marian, "tokens stand before its source sentences")
    }
  }

  /// - Returns: The names of the files of both sides.
  /// - Throws: ``InputError`` when they cannot be written.
  func write(to folder: ModelFolder) throws -> (source: String, target: String) {
    func save(_ tokenizer: Tokenizer, _ name: String) throws -> String {
      try tokenizer.save(to: "\(folder.path)/\(name)")
      return name
    }
    if tokenizers.isOneTokenizer {
      let name = try save(tokenizers.target, "vocab.spm")
      return (name, name)
    }
    return (
      try save(tokenizers.source, "vocab.source.spm"),
      try save(tokenizers.target, "vocab.target.spm")
    )
  }
}

extension Tokenizer {
  /// Whether the tokens are numbered as the file of the vocabulary numbers them. Behind them may be rows of
  /// embeddings without a token.
  fileprivate var hasNumbersOfItsFile: Bool {
    let pieces = model.vocabulary
    return count >= pieces.count
      && (0..<Int32(count)).allSatisfy { id in
        id < pieces.count
          ? piece(id).hasBytes(of: pieces.name(of: id)) : TokenNames.isUnused(piece(id))
      }
  }
}
