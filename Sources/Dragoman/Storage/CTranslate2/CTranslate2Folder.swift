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
    guard let file = try? MappedFile(path: "\(folder)/model.bin"), file.bytes.count > 16 else {
      return false
    }
    let start = file.bytes.loadUnaligned(as: UInt64.self)
    return start != MarianFile.version
      && CTranslate2File.versions.contains(UInt32(truncatingIfNeeded: start))
  }

  private func open() throws -> (CTranslate2File, CTranslate2Architecture) {
    let file = try CTranslate2File(path: "\(folder)/model.bin")
    var epsilon = 1e-5
    if case .number(let number) = settings?["layer_norm_epsilon"] { epsilon = number }
    return (file, try CTranslate2Architecture(file, epsilon: epsilon))
  }

  func configuration() throws -> ModelConfiguration { try open().1.configuration }

  func weights() throws -> StoredWeights {
    let (file, architecture) = try open()
    let names = try names(isSource: false).names
    let forbidden = names.indices.filter {
      ["<unk>", "<pad>", "<blank>"].contains(names[$0]) || names[$0].hasPrefix(Self.filler)
    }
    return StoredWeights(
      file, forbidden: forbidden.filter { $0 < architecture.configuration.vocabularySize },
      mayBeSurplus: CTranslate2Architecture.mayBeSurplus, place: architecture.place)
  }

  /// What the converter calls rows that have no token.
  private static let filler = "madeupword"

  func tokenizers() throws -> TokenizerPair {
    let (file, _) = try open()
    let (sourceNames, sourcePlace) = try names(isSource: true)
    let (targetNames, targetPlace) = try names(isSource: false)
    let source = try tokenizer("source", sourceNames, sourcePlace)
    let target = try tokenizer("target", targetNames, targetPlace)
    func token(_ key: String, _ absent: String, _ tokenizer: Tokenizer, _ place: String) throws
      -> Int32
    {
      let name = settings?.string(key) ?? absent
      if let id = tokenizer.id(named: name) { return id }
      throw InputError(place, "has no token \(name), which is the \(key) of the model.")
    }
    let end = try token("eos_token", "</s>", target, targetPlace)
    let startsFromZero = try file.integers("decoder/start_from_zero_embedding")?.first ?? 0 != 0
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
      source: source, target: target, isJoint: sourcePlace == targetPlace, sourceFrame: frame,
      targetFrame: SentenceFrame(before: [start], after: [end]),
      languages: languages)
  }

  // MARK: - Files

  private func tokenizer(
    _ side: String, _ names: [String], _ place: String
  ) throws -> Tokenizer {
    let known = [
      "\(side).spm", "\(side).tokenizer.json",
      "sentencepiece.model", "sentencepiece.bpe.model", "spiece.model", "tokenizer.model",
      "tokenizer.json",
    ]
    for path in known.flatMap({ ["\(folder)/\($0)", "\(folder)/../\($0)"] })
    where access(path, F_OK) == 0 {
      let tokenizer = try Tokenizer(contentsOf: path)
      let controls = names.indices.filter { Self.isControl(names[$0]) }
      let unknown = names.firstIndex { $0.hasBytes(of: "<unk>") } ?? 0
      return try tokenizer.numbered(
        names, controls: Set(controls.map(Int32.init)), unknown: Int32(unknown), place: place)
    }
    throw InputError(
      folder, "has no tokenizer: CTranslate2 is given pieces, and Dragoman text.",
      remedy: "Copy the model's source.spm and target.spm there, or its sentencepiece.model or "
        + "tokenizer.json.")
  }

  private static func isControl(_ name: String) -> Bool {
    ["<s>", "</s>", "<pad>", "<blank>", "<mask>"].contains(name) || name.hasPrefix(filler)
      || LanguageTokens.code(inName: name) != nil
  }

  /// The tokens of a side by number, and the file that lists them.
  private func names(isSource: Bool) throws -> (names: [String], place: String) {
    for stem in ["shared_vocabulary", isSource ? "source_vocabulary" : "target_vocabulary"] {
      let path = "\(folder)/\(stem)"
      if access("\(path).json", F_OK) == 0 {
        return (try TokenNames.readList("\(path).json"), "\(path).json")
      }
      if access("\(path).txt", F_OK) == 0 { return (try readLines("\(path).txt"), "\(path).txt") }
    }
    throw InputError(
      folder, "has no list of tokens, such as shared_vocabulary.json.",
      remedy: "Copy the whole folder of the model.")
  }
}
