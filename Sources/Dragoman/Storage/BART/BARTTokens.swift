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
    var tokens = Set([try padding])
    for file in try files() {
      let names = try self.names(file)
      if let unknown = names.firstIndex(where: { $0.hasBytes(of: "<unk>") }) {
        tokens.insert(Int32(unknown))
      }
    }
    return tokens.map(Int.init).sorted()
  }

  /// - Throws: ``InputError`` when a file is missing or damaged.
  func tokenizers() throws -> TokenizerPair {
    let files = try files()
    let tokenizers = try files.map(tokenizer)
    let end = try settings.token("eos_token_id")
    let start = try start(end: end)
    let (languages, known) = try languages()
    let (source, target) = (tokenizers[0], tokenizers[tokenizers.count - 1])
    for (name, token) in [("eos_token_id", end), ("decoder_start_token_id", start)]
    where token >= target.count {
      throw settings.unexpected(name, "one of the \(target.count) tokens")
    }
    for language in languages?.languages ?? [] where language.token >= target.count {
      throw InputError(
        known, "the language \(language.code) has the token \(language.token), of \(target.count).")
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

  private func tokenizer(_ file: File) throws -> Tokenizer {
    let tokenizer = try Tokenizer(contentsOf: file.pieces)
    if numbering == .complete, tokenizer.count == file.count { return tokenizer }
    let names = try names(file)
    guard names.count == file.count else {
      throw InputError(
        file.numbers, "names \(names.count) tokens, but the model has \(file.count).",
        remedy: "Use the files of one model together.")
    }
    let controls = names.indices.filter { isControl(names[$0]) }.map(Int32.init)
    let unknown = names.firstIndex { $0.hasBytes(of: "<unk>") } ?? 0
    return try tokenizer.numbered(
      names, controls: Set(controls), unknown: Int32(unknown), place: file.numbers)
  }

  /// The names of all tokens by number, those without a piece among them.
  private func names(_ file: File) throws -> [String] {
    var names: [String]
    switch numbering {
    case .listed: names = try TokenNames.read(file.numbers, atMost: file.count)
    case .fairseq, .complete:
      let tokenizer = try Tokenizer(contentsOf: file.pieces)
      names = (0..<Int32(tokenizer.count)).map(tokenizer.piece)
      if numbering == .fairseq { names = Self.fairseqControls + names.dropFirst(3) }
    }
    if architecture != .marian, numbering != .complete {
      names += try extraNames(after: names.count)
    }
    return architecture == .marian ? names : names + TokenNames.unused(names.count, file.count)
  }

  private func isControl(_ name: String) -> Bool {
    TokenNames.isUnused(name) || ["<pad>", "<mask>", "<s>", "</s>"].contains(name)
      || isLanguage(name)
  }

  // MARK: - Languages

  /// The tokens behind the pieces: those of languages, and `<mask>`.
  private func extraNames(after count: Int) throws -> [String] {
    let languages = knownLanguages.map { name(ofLanguage: $0) }
    return numbering == .fairseq ? languages + ["<mask>"] : languages
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

  private func name(ofLanguage code: String) -> String {
    architecture == .m2m && numbering == .listed ? "__\(code)__" : code
  }

  /// Whether a name is that of a language's token.
  private func isLanguage(_ name: String) -> Bool { code(ofLanguage: name) != nil }

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

  /// The languages of the model, and the file that names them; none for a model of one direction.
  private func languages() throws -> (LanguageTokens?, place: String) {
    let files = try files()
    let names = try names(files[0])
    let languages = names.enumerated().compactMap { id, name in
      code(ofLanguage: name).map { (code: $0, token: Int32(id)) }
    }
    let place = files[0].numbers
    guard !languages.isEmpty else { return (nil, place) }
    var tokens = LanguageTokens(languages: languages, source: nil, target: nil, origin: place)
    switch architecture {
    case .marian:
      tokens.target = .beforeSource
      if languages.count == 1 { tokens.defaults.target = languages[0].code }
    case .m2m:
      let isLegacy = try options?.bool("legacy_behaviour", absent: false) ?? false
      tokens.source = isLegacy ? .afterSource : .beforeSource
      tokens.target = .beforeTarget
    case .mbart:
      tokens.source = isManyLanguages ? .beforeSource : .afterSource
      tokens.target = isManyLanguages ? .beforeTarget : .beginsTarget
    case .pegasus: break
    }
    if architecture != .marian {
      tokens.defaults.source = options?.string("src_lang")
      tokens.defaults.target = options?.string("tgt_lang")
      if let forced = (generation?["forced_bos_token_id"] ?? settings["forced_bos_token_id"])?
        .integer
      {
        tokens.defaults.target = languages.first { $0.token == forced }?.code
      }
    }
    return (tokens, place)
  }
}
