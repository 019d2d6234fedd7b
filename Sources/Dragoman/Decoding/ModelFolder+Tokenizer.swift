import Glibc

/// The vocabulary of a model: a file in the model's folder, in the format in which it was given.
extension ModelFolder {
  /// The vocabulary and how text becomes tokens: `tokenizer.json`, `tokenizer.model` or
  /// `tokenizer.codes`, whichever is there.
  public var tokenizerPath: String {
    let paths = TokenizerFormat.allCases.map(tokenizerPath)
    return paths.first { access($0, F_OK) == 0 } ?? paths[0]
  }

  /// Writes the file of a tokenizer, which takes the place of any other.
  ///
  /// - Throws: ``InputError`` when it cannot be written.
  package func save(_ tokenizer: Tokenizer) throws {
    try tokenizer.save(to: tokenizerPath(tokenizer.format))
    for format in TokenizerFormat.allCases where format != tokenizer.format {
      unlink(tokenizerPath(format))
    }
  }

  private func tokenizerPath(_ format: TokenizerFormat) -> String {
    "\(path)/tokenizer.\(format.rawValue)"
  }
}
