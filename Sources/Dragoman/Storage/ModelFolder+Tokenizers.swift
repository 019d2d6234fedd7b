import Glibc

/// The vocabulary of a model: a file in the model's folder, in the format in which it was given, or one
/// for each side.
extension ModelFolder {
  /// What a vocabulary is for, by the beginning of its file's name.
  private enum Side: String, CaseIterable {
    case both = "tokenizer"
    case source = "source.tokenizer"
    case target = "target.tokenizer"
  }

  /// The vocabulary and how text becomes tokens: `tokenizer.json`, `tokenizer.model` or
  /// `tokenizer.codes`; that of the target, `target.tokenizer.json` and so on, where each side has one.
  public var tokenizerPath: String { existingPath(.both) ?? existingPath(.target) ?? path(.both) }

  /// Reads the vocabulary of a model in Dragoman's form, or both.
  ///
  /// - Throws: ``InputError`` when there is none, or one that is damaged or has no end mark.
  func loadOwnTokenizers() throws -> TokenizerPair {
    let target = try Tokenizer(contentsOf: tokenizerPath)
    if existingPath(.both) == nil, let path = existingPath(.source) {
      let source = try Tokenizer(contentsOf: path)
      return try tokenFile.pair(source, target)
        ?? TokenizerPair(source: source, target: target)
    }
    return try tokenFile.pair(target, target) ?? TokenizerPair(joint: target)
  }

  private var tokenFile: TokenFile { TokenFile(path: "\(path)/tokens.json") }

  /// Writes the file or files that ``loadTokenizers()`` reads, in place of any others.
  ///
  /// - Throws: ``InputError`` when they cannot be written.
  package func save(_ tokenizers: TokenizerPair) throws {
    var kept: [String] = []
    func save(_ tokenizer: Tokenizer, _ side: Side) throws {
      kept.append(path(side, tokenizer.format))
      try tokenizer.save(to: path(side, tokenizer.format))
    }
    if tokenizers.isOneTokenizer {
      try save(tokenizers.target, .both)
    } else {
      try save(tokenizers.source, .source)
      try save(tokenizers.target, .target)
    }
    try tokenFile.save(tokenizers)
    for side in Side.allCases {
      for format in TokenizerFormat.allCases where !kept.contains(path(side, format)) {
        unlink(path(side, format))
      }
    }
  }

  private func existingPath(_ side: Side) -> String? {
    TokenizerFormat.allCases.map { path(side, $0) }.first { access($0, F_OK) == 0 }
  }

  private func path(_ side: Side, _ format: TokenizerFormat = .huggingFace) -> String {
    "\(path)/\(side.rawValue).\(format.rawValue)"
  }
}

extension TokenizerPair {
  /// Sees that a model has as many tokens as its vocabulary.
  func check(_ model: ModelConfiguration, of folder: ModelFolder) throws {
    for (found, expected) in [
      (source.count, model.sourceVocabularySize ?? model.vocabularySize),
      (target.count, model.vocabularySize),
    ] where found != expected {
      throw InputError(
        folder.tokenizerPath, "\(found) tokens, but the model has \(expected).",
        remedy: "Use the files of one model together.")
    }
  }

  /// Whether tokens mean the same in two vocabularies.
  func hasSamePieces(as other: TokenizerPair) -> Bool {
    source.hasSamePieces(as: other.source) && target.hasSamePieces(as: other.target)
  }
}

extension Tokenizer {
  /// Whether every identifier has a piece of the same name.
  fileprivate func hasSamePieces(as other: Tokenizer) -> Bool {
    count == other.count
      && (0..<Int32(count)).allSatisfy { piece($0).hasBytes(of: other.piece($0)) }
  }
}
