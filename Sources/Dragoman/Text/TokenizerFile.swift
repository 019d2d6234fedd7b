/// The file `tokenizer.json`, in the format of the Hugging Face library *tokenizers*, version 1.0.
///
/// That library loads the file and gives the same identifiers and the same text. One difference
/// lies in its interface: it looks for the names of control tokens in the text itself, so that a line
/// that contains `<s>` has a control token to it, unless `tokenizer.encode_special_tokens = True`.
/// Its tables of Unicode, too, may be of another version than ICU's.
extension Tokenizer {
  /// Reads a tokenizer from a file.
  ///
  /// - Throws: ``InputError`` naming the file and the field when the file is missing, cut short, not
  ///   JSON or not a tokenizer that this version understands.
  public init(contentsOf path: String) throws {
    try self.init(json: readLines(path).joined(separator: "\n"), place: path)
  }

  /// Reads a tokenizer from the text of a file.
  ///
  /// - Parameters:
  ///   - text: What the file holds.
  ///   - place: The file's path, for errors.
  /// - Throws: ``InputError`` as ``init(contentsOf:)`` does.
  public init(json text: String, place: String = "tokenizer.json") throws {
    let file = TokenizerFile(json: try JSON(parsing: text, place: place), place: place)
    self = try file.tokenizer()
  }

  /// Writes the tokenizer to a file. The same tokenizer gives the same bytes.
  ///
  /// - Throws: ``InputError`` when the file cannot be written.
  public func save(to path: String) throws {
    try AtomicFile.write(TokenizerFile.json(of: self).text, to: path)
  }
}

// MARK: - Writing

extension TokenizerFile {
  fileprivate static let preTokenizer: JSON = [
    "type": "Sequence",
    "pretokenizers": [
      metaspace,
      ["type": "Punctuation", "behavior": "Isolated"],
      ["type": "Digits", "individual_digits": true],
    ],
  ]

  fileprivate static let decoder: JSON = [
    "type": "Sequence", "decoders": [["type": "ByteFallback"], metaspace],
  ]

  private static let metaspace: JSON = [
    "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true,
  ]

  fileprivate static let addedTokens = JSON.array(
    Vocabulary.controlNames.enumerated().map { id, name in
      [
        "id": .number(Double(id)), "content": .string(name), "single_word": false,
        "lstrip": false, "rstrip": false, "normalized": false, "special": true,
      ]
    })

  fileprivate static func json(of tokenizer: Tokenizer) -> JSON {
    let ids = 0..<Int32(tokenizer.count)
    let merges = tokenizer.encoder.merges.map { merge in
      JSON.array([merge.left, merge.right].map { .string(tokenizer.piece($0)) })
    }
    return [
      "version": "1.0",
      "truncation": nil,
      "padding": nil,
      "added_tokens": addedTokens,
      "normalizer": tokenizer.normalizer.json,
      "pre_tokenizer": preTokenizer,
      "post_processor": nil,
      "decoder": decoder,
      "model": [
        "type": "BPE",
        "dropout": nil,
        "unk_token": nil,
        "continuing_subword_prefix": nil,
        "end_of_word_suffix": nil,
        "fuse_unk": false,
        "byte_fallback": true,
        "ignore_merges": false,
        "vocab": .object(ids.map { JSON.Member(tokenizer.piece($0), .number(Double($0))) }),
        "merges": .array(merges),
      ],
    ]
  }
}

// MARK: - Reading

/// Checks a parsed file field by field.
private struct TokenizerFile {
  let json: JSON
  let place: String

  func tokenizer() throws -> Tokenizer {
    try expect("version", "1.0")
    try expect("added_tokens", Self.addedTokens)
    try expect("pre_tokenizer", Self.preTokenizer)
    try expect("post_processor", nil)
    try expect("decoder", Self.decoder)
    guard let normalizer = json["normalizer"].flatMap(Normalizer.init(json:)) else {
      throw unknown("normalizer")
    }
    guard let model = json["model"] else { throw missing("model") }
    let vocabulary = try vocabulary(in: model)
    return Tokenizer(
      normalizer: normalizer, vocabulary: vocabulary,
      merges: try merges(in: model, vocabulary))
  }

  private func vocabulary(in model: JSON) throws -> Vocabulary {
    guard model["type"] == "BPE" else {
      throw InputError(
        place, "model.type is \(model["type"]?.summary ?? "missing"), expected \"BPE\".",
        remedy: "Use a tokenizer.json that Dragoman wrote.")
    }
    guard model["byte_fallback"] == true else { throw unknown("model.byte_fallback") }
    guard case .object(let members)? = model["vocab"] else { throw missing("model.vocab") }
    var vocabulary = Vocabulary()
    for (id, name) in try namesByID(members).enumerated() {
      if id < Vocabulary.reservedNames.count {
        guard name == Vocabulary.reservedNames[id] else {
          throw InputError(
            place,
            "model.vocab: piece \(id) is \"\(name)\", expected \"\(Vocabulary.reservedNames[id])\"."
          )
        }
      } else if name.isEmpty || vocabulary.insert(Vocabulary.text(named: name).span) != id {
        throw InputError(place, "model.vocab: \"\(name)\" is empty or there twice.")
      }
    }
    guard vocabulary.id(of: [0x20].span) != nil else {
      throw InputError(place, "model.vocab: the piece \"▁\" is missing.")
    }
    return vocabulary
  }

  /// The names of the pieces, when their identifiers are 0, 1, 2 and so on in any order.
  private func namesByID(_ members: [JSON.Member]) throws -> [String] {
    let least = Vocabulary.reservedNames.count
    guard members.count >= least else {
      throw InputError(
        place, "model.vocab: has \(members.count) pieces, expected \(least) or more.")
    }
    var names = [String?](repeating: nil, count: members.count)
    for member in members {
      guard let id = member.value.integer, names.indices.contains(id) else {
        throw InputError(
          place,
          "model.vocab: the id of \"\(member.name)\" is \(member.value.summary), expected a whole "
            + "number from 0 to \(members.count - 1).")
      }
      if let other = names[id] {
        throw InputError(
          place, "model.vocab: \"\(other)\" and \"\(member.name)\" both have the id \(id).")
      }
      names[id] = member.name
    }
    return names.compactMap(\.self)
  }

  private func merges(in model: JSON, _ vocabulary: Vocabulary) throws -> [Merge] {
    guard case .array(let values)? = model["merges"] else { throw missing("model.merges") }
    var known = PairTable()
    return try values.enumerated().map { rank, value in
      let field = "model.merges[\(rank)]"
      guard case .array(let names) = value, names.count == 2,
        case .string(let left) = names[0], case .string(let right) = names[1]
      else {
        throw InputError(place, "\(field) is \(value.summary), expected a pair of pieces.")
      }
      let ids = try [left, right, left + right].map { name in
        guard let id = vocabulary.id(of: Vocabulary.text(named: name).span) else {
          throw InputError(place, "\(field): the piece \"\(name)\" is not in model.vocab.")
        }
        return id
      }
      guard known.value(ids[0], ids[1]) == nil else {
        throw InputError(
          place, "\(field): \"\(left)\" and \"\(right)\" are merged earlier already.")
      }
      known.set(ids[0], ids[1], to: Int32(rank))
      return Merge(left: ids[0], right: ids[1], result: ids[2])
    }
  }

  private func expect(_ field: String, _ value: JSON) throws {
    guard let found = json[field] else { throw missing(field) }
    guard found == value else { throw unknown(field) }
  }

  private func missing(_ field: String) -> InputError {
    InputError(
      place, "\(field) is missing or of the wrong type.",
      remedy: "Use a tokenizer.json that Dragoman wrote.")
  }

  private func unknown(_ field: String) -> InputError {
    InputError(
      place, "\(field) is not as Dragoman writes it.",
      remedy: "Use a tokenizer.json that Dragoman wrote.")
  }
}

extension JSON {
  /// The value in a few words, for errors.
  fileprivate var summary: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): Int(exactly: value).map(String.init) ?? "\(value)"
    case .string(let value): "\"\(value)\""
    case .array(let values): "an array of \(values.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}

// MARK: - The normaliser's field

extension Normalizer {
  /// The steps as the Hugging Face library describes them.
  fileprivate var json: JSON {
    ["type": "Sequence", "normalizers": .array(steps.map(\.json))]
  }

  /// The steps that a file describes; `nil` when one is unknown.
  fileprivate init?(json: JSON) {
    guard json["type"] == "Sequence", case .array(let values)? = json["normalizers"] else {
      return nil
    }
    var steps: [Step] = []
    for value in values {
      guard let step = Step.allCases.first(where: { $0.json == value }) else { return nil }
      steps.append(step)
    }
    self.init(steps: steps)
  }
}

extension Normalizer.Step {
  fileprivate var json: JSON {
    switch self {
    case .removeControls:
      let controls = #"[\x{0}-\x{8}\x{E}-\x{1F}\x{7F}-\x{84}\x{86}-\x{9F}\x{AD}\x{FEFF}]"#
      return ["type": "Replace", "pattern": ["Regex": .string(controls)], "content": ""]
    case .nfkc:
      return ["type": "NFKC"]
    case .replaceMetaspace:
      return ["type": "Replace", "pattern": ["String": "▁"], "content": "_"]
    case .collapseWhiteSpace:
      return ["type": "Replace", "pattern": ["Regex": #"\s+"#], "content": " "]
    case .strip:
      return ["type": "Strip", "strip_left": true, "strip_right": true]
    }
  }
}
