import Glibc

/// The vocabulary of a model, joint or one for each side.
extension ModelFolder {
  private var sourceTokenizerPath: String { "\(path)/source.tokenizer.json" }
  private var targetTokenizerPath: String { "\(path)/target.tokenizer.json" }

  /// Reads `tokenizer.json`, or `source.tokenizer.json` and `target.tokenizer.json`.
  ///
  /// - Throws: ``InputError`` when there is none, or one that is damaged.
  package func loadTokenizers() throws -> TokenizerPair {
    guard access(tokenizerPath, F_OK) != 0, access(sourceTokenizerPath, F_OK) == 0 else {
      return TokenizerPair(joint: try Tokenizer(contentsOf: tokenizerPath))
    }
    return TokenizerPair(
      source: try Tokenizer(contentsOf: sourceTokenizerPath),
      target: try Tokenizer(contentsOf: targetTokenizerPath))
  }

  /// Writes the file or files that ``loadTokenizers()`` reads.
  package func save(_ tokenizers: TokenizerPair) throws {
    if tokenizers.isJoint {
      try tokenizers.target.save(to: tokenizerPath)
    } else {
      try tokenizers.source.save(to: sourceTokenizerPath)
      try tokenizers.target.save(to: targetTokenizerPath)
    }
  }
}
