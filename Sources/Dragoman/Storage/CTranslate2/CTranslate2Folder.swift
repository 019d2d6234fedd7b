import Glibc

/// A folder of a model that CTranslate2 converted: `model.bin`, lists of tokens, and, since CTranslate2 itself is
/// given pieces and no text, the file of a tokenizer beside them, as hosts such as Argos Translate have it.
struct CTranslate2Folder: StoredModel {
  private let folder: String
  /// `config.json`; old models have none.
  private let settings: HuggingFaceSettings?

  /// - Returns: `nil` when there is no such file of weights, neither here nor in a folder `model` below, where
  ///   Argos Translate's packages have it.
  init?(_ folder: String) throws {
    guard let found = [folder, "\(folder)/model"].first(where: Self.isModel) else { return nil }
    self.folder = found
    settings = try HuggingFaceSettings("\(found)/config.json")
  }

  private static func isModel(_ folder: String) -> Bool {
    guard let file = try? MappedFile(path: "\(folder)/model.bin") else { return false }
    return withExtendedLifetime(file) { CTranslate2File.isFormat(of: file.bytes) }
  }

  private func openWeights() throws -> CTranslate2File {
    try CTranslate2File(path: "\(folder)/model.bin")
  }

  func configuration() throws -> ModelConfiguration {
    var epsilon = 1e-5
    if case .number(let number) = settings?["layer_norm_epsilon"] { epsilon = number }
    return try CTranslate2Architecture(openWeights(), epsilon: epsilon).configuration
  }

  func weights(for configuration: ModelConfiguration) throws -> StoredWeights {
    let names = try names(list("target"))
    let forbidden = names.indices.filter {
      ["<unk>", "<pad>", "<blank>"].contains(names[$0]) || names[$0].hasPrefix(Self.filler)
    }
    return StoredWeights(
      try openWeights(), forbidden: forbidden.filter { $0 < configuration.vocabularySize },
      mayBeSurplus: CTranslate2Architecture.mayBeSurplus,
      place: CTranslate2Architecture(configuration).place)
  }

  /// What the converter calls rows that have no token.
  private static let filler = "madeupword"

  func tokenizers() throws -> TokenizerPair {
    let (sourcePlace, targetPlace) = (try list("source"), try list("target"))
    let (sourceFile, targetFile) = (try tokenizerFile("source"), try tokenizerFile("target"))
    let isJoint = sourcePlace == targetPlace
    let sourceNames = try names(sourcePlace)
    let source = try tokenizer(sourceFile, sourceNames, sourcePlace)
    let target =
      isJoint && sourceFile == targetFile
      ? source
      : try tokenizer(targetFile, isJoint ? sourceNames : names(targetPlace), targetPlace)
    func token(_ key: String, _ absent: String, _ tokenizer: Tokenizer, _ place: String) throws
      -> Int32
    {
      let name = settings?.string(key) ?? absent
      if let id = tokenizer.id(named: name) { return id }
      throw InputError(place, "has no token \(name), which is the \(key) of the model.")
    }
    let end = try token("eos_token", "</s>", target, targetPlace)
    let startsFromZero =
      try openWeights().integers("decoder/start_from_zero_embedding")?.first ?? 0 != 0
    let start =
      startsFromZero ? -1 : try token("decoder_start_token", "<s>", target, targetPlace)
    // OpenNMT's models, whose targets begin with a mark of their own, know no end of a source.
    let endsSource =
      try settings?.bool("add_source_eos", absent: false) ?? false || startsFromZero || start == end
    var frame = SentenceFrame(
      before: [], after: [try token("eos_token", "</s>", source, sourcePlace)])
    if try settings?.bool("add_source_bos", absent: false) ?? false {
      frame.before = [try token("bos_token", "<s>", source, sourcePlace)]
    }
    if !endsSource { frame.after = [] }
    var languages = LanguageTokens(named: sourceNames, origin: sourcePlace)
    if let code = settings?.string("decoder_start_token"),
      languages?.languages.contains(where: { $0.code == code }) == true
    {
      // mBART of 25 languages, whose targets begin with theirs.
      languages?.source = .afterSource
      languages?.target = .beginsTarget
    }
    return TokenizerPair(
      source: source, target: target, isJoint: isJoint, sourceFrame: frame,
      targetFrame: SentenceFrame(before: [start], after: [end]),
      languages: languages)
  }

  // MARK: - Files

  /// The file that splits the text of a side.
  private func tokenizerFile(_ side: String) throws -> String {
    let known = [
      "\(side).spm", "\(side).tokenizer.json",
      "sentencepiece.model", "sentencepiece.bpe.model", "spiece.model", "tokenizer.model",
      "tokenizer.json",
    ]
    let paths = known.flatMap { ["\(folder)/\($0)", "\(folder)/../\($0)"] }
    if let path = paths.first(where: { access($0, F_OK) == 0 }) { return path }
    throw InputError(
      folder, "has no tokenizer: CTranslate2 is given pieces, and Dragoman text.",
      remedy: "Copy the model's source.spm and target.spm there, or its sentencepiece.model or "
        + "tokenizer.json.")
  }

  private func tokenizer(
    _ path: String, _ names: [String], _ place: String
  ) throws -> Tokenizer {
    try Tokenizer(contentsOf: path).numbered(names, place: place, isControl: Self.isControl)
  }

  private static func isControl(_ name: String) -> Bool {
    ["<s>", "</s>", "<pad>", "<blank>", "<mask>"].contains(name) || name.hasPrefix(filler)
      || LanguageTokens.code(inName: name) != nil
  }

  /// The file that lists the tokens of a side by number.
  private func list(_ side: String) throws -> String {
    let stems = ["shared_vocabulary", "\(side)_vocabulary"]
    let paths = stems.flatMap { ["\(folder)/\($0).json", "\(folder)/\($0).txt"] }
    if let path = paths.first(where: { access($0, F_OK) == 0 }) { return path }
    throw InputError(
      folder, "has no list of tokens, such as shared_vocabulary.json.",
      remedy: "Copy the whole folder of the model.")
  }

  private func names(_ path: String) throws -> [String] {
    path.hasSuffix(".json") ? try TokenNames.readList(path) : try readLines(path)
  }
}
