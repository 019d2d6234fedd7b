import Glibc

/// The vocabulary of a T5: a SentencePiece model, sentinels behind its pieces, and rows that no token has. Which
/// languages it is to translate stands in front of the source: as a token in MADLAD-400, as words in T5.
struct T5Tokens {
  private let settings: HuggingFaceSettings
  /// The file that splits text.
  private let file: String
  private let rows: Int

  init(_ folder: String, _ settings: HuggingFaceSettings) throws {
    self.settings = settings
    let pieces = "\(folder)/spiece.model"
    let complete = "\(folder)/tokenizer.json"
    file = access(pieces, F_OK) == 0 || access(complete, F_OK) != 0 ? pieces : complete
    rows = try settings.integer("vocab_size")
  }

  /// Tokens that no translation has: padding, and what stands for text that cannot be spelled.
  func forbidden() throws -> [Int] {
    let unknown = Tokenizer.unknown(among: try Tokenizer(contentsOf: file).names)
    return [Int(try padding)] + (unknown.map { [$0] } ?? [])
  }

  /// - Parameter hasPrefixes: Whether languages are named in words, where no tokens are for them.
  /// - Throws: ``InputError`` when a file is missing or damaged.
  func tokenizers(hasPrefixes: Bool) throws -> TokenizerPair {
    let pieces = try Tokenizer(contentsOf: file)
    var names = pieces.names
    if !names.contains(where: Self.isSentinel) { names += Self.sentinels(rows - names.count) }
    names += TokenNames.unused(names.count, rows)
    guard names.count == rows else {
      throw InputError(
        file, "has \(names.count) tokens, but the model has \(rows).",
        remedy: "Use the files of one model together.")
    }
    let tokenizer = try pieces.numbered(names, place: file, isControl: Self.isControl)
    let end = try settings.token("eos_token_id", absent: 1)
    let start = try settings.token("decoder_start_token_id", absent: Int(padding))
    for (key, token) in [("eos_token_id", end), ("decoder_start_token_id", start)]
    where token >= rows {
      throw settings.unexpected(key, "one of the \(rows) tokens")
    }
    return TokenizerPair(
      source: tokenizer, target: tokenizer, isJoint: true,
      sourceFrame: SentenceFrame(before: [], after: [end]),
      targetFrame: SentenceFrame(before: [start], after: [end]),
      languages: LanguageTokens(targetsNamed: names, origin: file, code: Self.code(ofTag:))
        ?? (hasPrefixes ? LanguageTokens(inWords: Self.languages, tokenizer, origin: file) : nil))
  }

  private var padding: Int32 { get throws { try settings.token("pad_token_id", absent: 0) } }

  /// What marks a gap in pretraining, the last first: `<extra_id_99>` to `<extra_id_0>`.
  ///
  /// - Parameter rows: How many rows are left for them.
  private static func sentinels(_ rows: Int) -> [String] {
    rows < 100 ? [] : (0..<100).reversed().map { "<extra_id_\($0)>" }
  }

  private static func isSentinel(_ name: String) -> Bool {
    name.hasPrefix("<extra_id_") || name.hasPrefix("▁<extra_id_")
  }

  private static func isControl(_ name: String) -> Bool {
    TokenNames.isUnused(name) || isSentinel(name) || code(ofTag: name) != nil
      || ["<pad>", "<s>", "</s>"].contains(name)
  }

  /// The language that MADLAD-400 names in a token such as `<2de>`; `nil` for other tokens.
  private static func code(ofTag name: String) -> String? {
    guard name.hasPrefix("<2"), name.hasSuffix(">") else { return nil }
    let code = name.dropFirst(2).dropLast()
    let isCode =
      code.first?.isLetter == true
      && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    return isCode ? String(code) : nil
  }

  /// What T5 was trained to translate between, as its prefixes call it (Raffel et al. 2020, appendix D).
  private static let languages = [
    ("en", "English"), ("de", "German"), ("fr", "French"), ("ro", "Romanian"),
  ]
}

extension LanguageTokens {
  /// The languages that a T5 is told in words: `translate English to German:` in front of a source.
  fileprivate init(
    inWords languages: [(code: String, name: String)], _ tokenizer: Tokenizer, origin: String
  ) {
    self.init(
      languages: languages.map { code, name in
        Language(
          code: code, source: tokenizer.encode("translate \(name)"),
          target: tokenizer.encode("to \(name):"))
      }, source: .beforeSource, target: .beforeSource, origin: origin)
    isOptional = true
  }
}
