import Glibc

/// `tokens.json`: what a model that came from elsewhere has beside the file of its vocabulary. Its tokens may have
/// other numbers than that file gives them, and other tokens may stand around its sentences than ours.
struct TokenFile {
  let path: String

  /// Writes what two tokenizers need; removes the file where they need nothing.
  ///
  /// - Throws: ``InputError`` when it cannot be written.
  func save(_ pair: TokenizerPair) throws {
    guard try pair.differsFromItsFile else {
      unlink(path)
      return
    }
    func tokens(_ ids: [Int32]) -> JSON { .array(ids.map { .number(Double($0)) }) }
    func frame(_ frame: SentenceFrame) -> JSON {
      ["before": tokens(frame.before), "after": tokens(frame.after)]
    }
    func names(_ tokenizer: Tokenizer) -> JSON {
      guard tokenizer.isNumbered else { return nil }
      let ids = 0..<Int32(tokenizer.count)
      return [
        "names": .array(tokenizer.names.map(JSON.string)),
        "controls": tokens(ids.filter(tokenizer.isControl)),
        "unknown": .number(Double(tokenizer.unknown ?? 0)),
      ]
    }
    let file: JSON = [
      "source_frame": frame(pair.sourceFrame), "target_frame": frame(pair.targetFrame),
      "source": pair.isOneTokenizer ? nil : names(pair.source), "target": names(pair.target),
      "joint": .bool(pair.isJoint), "languages": pair.languages?.json ?? nil,
    ]
    try AtomicFile.write(file.text, to: path)
  }

  /// What the file makes of the tokenizers of two sides.
  ///
  /// - Returns: `nil` where there is no such file.
  /// - Throws: ``InputError`` when it is damaged, or of another vocabulary.
  func pair(_ source: Tokenizer, _ target: Tokenizer) throws -> TokenizerPair? {
    guard access(path, F_OK) == 0 else { return nil }
    return try JSONField.withRoot(of: path) { root in
      let isOne = source.pipeline === target.pipeline
      let target = try numbered(target, root["target"])
      let source = isOne ? target : try numbered(source, root["source"])
      let targetFrame = try frame(root["target_frame"], target, beginsWithZeros: true)
      guard !targetFrame.before.isEmpty else {
        throw root["target_frame"].unexpected("a beginning")
      }
      return TokenizerPair(
        source: source, target: target, isJoint: try root["joint"].bool(),
        sourceFrame: try frame(root["source_frame"], source), targetFrame: targetFrame,
        languages: try languages(root["languages"], source))
    }
  }

  private func languages(_ field: JSONField, _ tokenizer: Tokenizer) throws -> LanguageTokens? {
    guard !field.isNull else { return nil }
    let codes = try field["codes"].elements().map { try $0.string() }
    let known = 0..<Int32(clamping: tokenizer.count)
    let targets = try field["tokens"].elements().map { try languageTokens($0, known) }
    // Only where they differ.
    let sources =
      field["source_tokens"].isNull
      ? targets : try field["source_tokens"].elements().map { try languageTokens($0, known) }
    for (key, tokens) in [("tokens", targets), ("source_tokens", sources)]
    where codes.count != tokens.count {
      throw field[key].unexpected("one for each code")
    }
    func place(_ field: JSONField) throws -> LanguageTokens.Place? {
      if field.isNull { return nil }
      guard let place = LanguageTokens.Place(rawValue: try field.string()) else {
        throw field.unsupported()
      }
      return place
    }
    var languages = LanguageTokens(
      languages: codes.indices.map {
        LanguageTokens.Language(code: codes[$0], source: sources[$0], target: targets[$0])
      },
      source: try place(field["source"]), target: try place(field["target"]), origin: path)
    languages.isOptional = try !field["optional"].isNull && field["optional"].bool()
    if !field["from"].isNull { languages.defaults.source = try field["from"].string() }
    if !field["to"].isNull { languages.defaults.target = try field["to"].string() }
    return languages
  }

  private func numbered(_ tokenizer: Tokenizer, _ field: JSONField) throws -> Tokenizer {
    guard !field.isNull else { return tokenizer }
    let names = try field["names"].elements().map { try $0.string() }
    let controls = try ids(field["controls"], 0..<Int32(clamping: names.count))
    guard let unknown = field["unknown"].integer, names.indices.contains(unknown) else {
      throw field["unknown"].unexpected("the number of a token")
    }
    return try tokenizer.numbered(
      names, controls: Set(controls), unknown: Int32(unknown), place: path)
  }

  private func frame(
    _ field: JSONField, _ tokenizer: Tokenizer, beginsWithZeros: Bool = false
  ) throws -> SentenceFrame {
    let known = Int32(beginsWithZeros ? -1 : 0)..<Int32(clamping: tokenizer.count)
    let after = try ids(field["after"], known)
    guard !after.isEmpty else { throw field["after"].unexpected("an end mark") }
    return SentenceFrame(before: try ids(field["before"], known), after: after)
  }

  /// The tokens of a language: a list, or the one that there is.
  private func languageTokens(_ field: JSONField, _ known: Range<Int32>) throws -> [Int32] {
    if field.integer != nil { return [try id(field, known)] }
    return try ids(field, known)
  }

  private func ids(_ field: JSONField, _ known: Range<Int32>) throws -> [Int32] {
    try field.elements().map { try id($0, known) }
  }

  private func id(_ field: JSONField, _ known: Range<Int32>) throws -> Int32 {
    guard let id = field.integer.flatMap(Int32.init(exactly:)), known.contains(id) else {
      throw field.unexpected("the number of a token")
    }
    return id
  }
}

extension LanguageTokens {
  fileprivate var json: JSON {
    func tokens(_ side: KeyPath<Language, [Int32]>) -> JSON {
      .array(
        languages.map { language in
          let tokens = language[keyPath: side].map { JSON.number(Double($0)) }
          return tokens.count == 1 ? tokens[0] : .array(tokens)
        })
    }
    return [
      "codes": .array(languages.map { .string($0.code) }), "tokens": tokens(\.target),
      "source_tokens": languages.contains { $0.source != $0.target } ? tokens(\.source) : nil,
      "optional": isOptional ? true : nil,
      "source": source.map { .string($0.rawValue) } ?? nil,
      "target": target.map { .string($0.rawValue) } ?? nil,
      "from": defaults.source.map(JSON.string) ?? nil,
      "to": defaults.target.map(JSON.string) ?? nil,
    ]
  }
}

extension TokenizerPair {
  /// Whether the files of the vocabularies do not say all.
  fileprivate var differsFromItsFile: Bool {
    get throws {
      if source.isNumbered || target.isNumbered { return true }
      return try sourceFrame != SentenceFrame(before: [], after: [source.targetFrame.end])
        || targetFrame != target.targetFrame
    }
  }
}
