import Glibc

/// The vocabulary of a folder of Transformers: a SentencePiece model says how text is split, and the class of
/// the model which row of the embeddings belongs to which piece, and where tokens of languages stand.
struct BARTTokens {
  /// How a class numbers its tokens.
  private enum Numbering {
    /// By `vocab.json`, which has the pieces of both languages (Marian, M2M-100).
    case listed
    /// As fairseq does: four control tokens, the pieces in the order of their file, then languages and
    /// `<mask>`.
    case fairseq
    /// By `tokenizer.json`, which says all.
    case complete
  }

  private let folder: String
  private let settings: HuggingFaceSettings
  /// What overrides the settings for generation; `tokenizer_config.json`.
  private let generation: HuggingFaceSettings?
  private let options: HuggingFaceSettings?
  private let architecture: BARTArchitecture
  private let numbering: Numbering

  init(
    _ folder: String, _ settings: HuggingFaceSettings, _ architecture: BARTArchitecture
  ) throws {
    self.folder = folder
    self.settings = settings
    self.architecture = architecture
    generation = try HuggingFaceSettings("\(folder)/generation_config.json")
    options = try HuggingFaceSettings("\(folder)/tokenizer_config.json")
    func has(_ name: String) -> Bool { access("\(folder)/\(name)", F_OK) == 0 }
    numbering =
      switch architecture {
      case .marian where has("source.spm") || !has("tokenizer.json"): .listed
      case .m2m where has("vocab.json"): .listed
      case .m2m, .mbart: has(Self.fairseqFile) || !has("tokenizer.json") ? .fairseq : .complete
      case .marian, .pegasus: .complete
      }
  }

  private static let fairseqFile = "sentencepiece.bpe.model"
  /// The control tokens with which fairseq's dictionaries begin.
  private static let fairseqControls = ["<s>", "<pad>", "</s>", "<unk>"]

  /// Tokens that no translation has: padding, and what stands for text that cannot be spelled.
  func forbidden() throws -> [Int] {
    let files = try files()
    let target = files[files.count - 1]
    let names =
      switch numbering {
      case .listed: try TokenNames.read(target.numbers, atMost: target.count)
      case .fairseq: Self.fairseqControls
      case .complete: try Tokenizer(contentsOf: target.pieces).names
      }
    let unknown = Tokenizer.unknown(among: names)
    return [Int(try padding)] + (unknown.map { [$0] } ?? [])
  }

  /// - Throws: ``InputError`` when a file is missing or damaged.
  func tokenizers() throws -> TokenizerPair {
    let files = try files()
    let sides = try files.map(side)
    let end = try settings.token("eos_token_id")
    let start = try start(end: end)
    let languages = try languages(sides[0].names, place: files[0].numbers)
    let (source, target) = (sides[0].tokenizer, sides[sides.count - 1].tokenizer)
    for (name, token) in [("eos_token_id", end), ("decoder_start_token_id", start)]
    where token >= target.count {
      throw settings.unexpected(name, "one of the \(target.count) tokens")
    }
    for language in languages?.languages ?? [] {
      for token in language.target where token >= target.count {
        throw InputError(
          files[0].numbers,
          "the language \(language.code) has the token \(token), of \(target.count).")
      }
    }
    return TokenizerPair(
      source: source, target: target, isJoint: !hasTwoVocabularies,
      sourceFrame: SentenceFrame(before: [], after: [end]),
      targetFrame: SentenceFrame(before: [start], after: [end]), languages: languages)
  }

  private var padding: Int32 { get throws { try settings.token("pad_token_id", absent: 1) } }

  private func start(end: Int32) throws -> Int32 {
    let key = "decoder_start_token_id"
    if let generation, generation[key] != nil { return try generation.token(key) }
    return try settings.token(key, absent: Int(architecture == .pegasus ? padding : end))
  }

  private var hasTwoVocabularies: Bool { options.map { $0["separate_vocabs"] == true } ?? false }

  // MARK: - Files

  /// The file that splits text and the one that numbers its pieces, for each side that has its own.
  private struct File {
    var pieces: String
    var numbers: String
    var count: Int
  }

  private func files() throws -> [File] {
    let count = try settings.integer("vocab_size")
    func file(_ pieces: String, _ numbers: String, _ count: Int) -> File {
      File(pieces: "\(folder)/\(pieces)", numbers: "\(folder)/\(numbers)", count: count)
    }
    switch (numbering, architecture) {
    case (.listed, .marian):
      let other = try settings.integer("decoder_vocab_size", absent: count)
      return [
        file("source.spm", "vocab.json", count),
        file("target.spm", hasTwoVocabularies ? "target_vocab.json" : "vocab.json", other),
      ]
    case (.listed, _): return [file(Self.fairseqFile, "vocab.json", count)]
    case (.fairseq, _): return [file(Self.fairseqFile, Self.fairseqFile, count)]
    case (.complete, _): return [file("tokenizer.json", "tokenizer.json", count)]
    }
  }

  /// The tokenizer of a file, and the names of all tokens by number.
  private func side(_ file: File) throws -> (tokenizer: Tokenizer, names: [String]) {
    let tokenizer = try Tokenizer(contentsOf: file.pieces)
    let names = try names(file, tokenizer)
    if numbering == .complete, tokenizer.count == file.count { return (tokenizer, names) }
    guard names.count == file.count else {
      throw InputError(
        file.numbers, "names \(names.count) tokens, but the model has \(file.count).",
        remedy: "Use the files of one model together.")
    }
    return (try tokenizer.numbered(names, place: file.numbers, isControl: isControl), names)
  }

  /// The names of all tokens by number, those without a piece among them.
  private func names(_ file: File, _ tokenizer: Tokenizer) throws -> [String] {
    var names: [String]
    switch numbering {
    case .listed: names = try TokenNames.read(file.numbers, atMost: file.count)
    case .fairseq: names = Self.fairseqControls + tokenizer.names.dropFirst(3)
    case .complete: names = tokenizer.names
    }
    if architecture == .marian { return names }
    if numbering != .complete { names += languageNames }
    return names + TokenNames.unused(names.count, file.count)
  }

  private func isControl(_ name: String) -> Bool {
    TokenNames.isUnused(name) || ["<pad>", "<mask>", "<s>", "</s>"].contains(name)
      || code(ofLanguage: name) != nil
  }

  // MARK: - Languages

  /// The tokens behind the pieces: those of languages, and `<mask>`.
  private var languageNames: [String] {
    numbering == .fairseq
      ? knownLanguages + ["<mask>"] : knownLanguages.map { "__\($0)__" }
  }

  private var knownLanguages: [String] {
    if architecture == .mbart {
      return isManyLanguages ? KnownLanguages.mbart50 : KnownLanguages.mbart
    }
    if numbering == .fairseq { return KnownLanguages.nllb }
    return options?.string("language_codes") == "wmt21" ? KnownLanguages.wmt21 : KnownLanguages.m2m
  }

  /// Whether an mBART is one of fifty languages, not of twenty-five.
  private var isManyLanguages: Bool {
    options?.string("tokenizer_class")?.contains("50") ?? false
  }

  private func code(ofLanguage name: String) -> String? {
    switch (architecture, numbering) {
    case (.marian, _):
      return LanguageTokens.codeInBrackets(name)
    case (.m2m, .listed):
      return LanguageTokens.codeInUnderscores(name)
    case (.m2m, _), (.mbart, _): return LanguageTokens.isFairseqCode(name) ? name : nil
    case (.pegasus, _): return nil
    }
  }

  /// The languages of the model; `nil` for a model of one direction.
  ///
  /// - Parameters:
  ///   - names: Those of the source's tokens.
  ///   - place: The file that has them.
  private func languages(_ names: [String], place: String) throws -> LanguageTokens? {
    guard var tokens = LanguageTokens(named: names, origin: place, code: code(ofLanguage:)) else {
      return nil
    }
    if architecture == .marian { return tokens }
    if architecture == .mbart, !isManyLanguages {
      (tokens.source, tokens.target) = (.afterSource, .beginsTarget)
    } else if try options?.bool("legacy_behaviour", absent: false) ?? false, architecture == .m2m {
      tokens.source = .afterSource
    }
    tokens.defaults.source = options?.string("src_lang")
    tokens.defaults.target = options?.string("tgt_lang")
    let forced = generation?["forced_bos_token_id"] ?? settings["forced_bos_token_id"]
    if let forced = forced?.integer {
      tokens.defaults.target =
        tokens.languages.first { $0.target == [Int32(clamping: forced)] }?.code
    }
    return tokens
  }
}
