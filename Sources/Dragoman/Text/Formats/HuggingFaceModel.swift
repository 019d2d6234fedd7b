/// The field `model` of a `tokenizer.json`, and the vocabulary that it makes with the added tokens.
struct HuggingFaceModel {
  private let field: JSONField
  private let added: HuggingFaceTokens
  private let spelling: Vocabulary.Spelling

  init(_ field: JSONField, _ added: HuggingFaceTokens, _ spelling: Vocabulary.Spelling) {
    self.field = field
    self.added = added
    self.spelling = spelling
  }

  func model() throws -> SubwordModel {
    switch field["type"].value {
    case "BPE": return .bytePair(try bytePair())
    case "Unigram": return .unigram(try unigram())
    // Files of old versions do not name the type.
    case .null where !field["merges"].isNull: return .bytePair(try bytePair())
    case .null where !field["unk_id"].isNull: return .unigram(try unigram())
    default: throw field["type"].unsupported()
    }
  }

  // MARK: Byte-pair encoding

  private func bytePair() throws -> BytePairEncoder {
    let names = try namesByID(try field["vocab"].members())
    let fallsBack = try field["byte_fallback"].bool(absent: false)
    var vocabulary = try vocabulary(names, fallsBack: fallsBack)
    let unknown = field["unk_token"]
    if !unknown.isNull {
      let name = try unknown.string()
      guard let id = names.id(of: name) else { throw unknown.unexpected("the name of a piece") }
      vocabulary.unknownID = id
    }
    var options = BytePairEncoder.Options()
    options.continuation = try affix("continuing_subword_prefix")
    options.wordEnd = try affix("end_of_word_suffix")
    options.splitsBytes = spelling == .byteLevel
    options.fusesUnknown = try field["fuse_unk"].bool(absent: false)
    options.prefersWholeWords = try field["ignore_merges"].bool(absent: false)
    return BytePairEncoder(
      vocabulary: vocabulary, merges: try merges(names, options.continuation.count),
      options: options)
  }

  private func affix(_ name: String) throws -> [UInt8] {
    field[name].isNull ? [] : Array(try field[name].string().utf8)
  }

  private func merges(_ names: Names, _ continuationLength: Int) throws -> [Merge] {
    guard case .array(let values) = field["merges"].value else {
      throw field["merges"].unexpected("an array")
    }
    var known = PairTable(minimumCapacity: values.count)
    var merges: [Merge] = []
    merges.reserveCapacity(values.count)
    for (rank, value) in values.enumerated() {
      func path() -> String { "model.merges[\(rank)]" }
      guard let (left, right) = Self.pair(value) else {
        throw JSONField(value: value, path: path(), place: field.place)
          .unexpected("a pair of pieces")
      }
      func id(_ name: String) throws -> Int32 {
        guard let id = names.id(of: name) else {
          throw InputError(field.place, "\(path()): the piece \"\(name)\" is not in model.vocab.")
        }
        return id
      }
      let joined =
        continuationLength == 0
        ? left + right : left + String(Substring(right.utf8.dropFirst(continuationLength)))
      let merge = Merge(left: try id(left), right: try id(right), result: try id(joined))
      guard merge.result != merge.left, merge.result != merge.right else {
        throw InputError(field.place, "\(path()): \"\(left)\" and \"\(right)\" make nothing new.")
      }
      guard known.value(merge.left, merge.right) == nil else {
        throw InputError(
          field.place, "\(path()): \"\(left)\" and \"\(right)\" are merged earlier already.")
      }
      known.set(merge.left, merge.right, to: Int32(rank))
      merges.append(merge)
    }
    return merges
  }

  /// The two pieces of a merge: `["a", "b"]`, or `"a b"` as old versions wrote it.
  private static func pair(_ value: JSON) -> (String, String)? {
    switch value {
    case .array(let names):
      guard names.count == 2, case .string(let left) = names[0], case .string(let right) = names[1]
      else { return nil }
      return (left, right)
    case .string(let text):
      let names = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
      guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else { return nil }
      return (String(Substring(names[0])), String(Substring(names[1])))
    default: return nil
    }
  }

  // MARK: Unigrams

  private func unigram() throws -> UnigramEncoder {
    let vocab = field["vocab"]
    var members: [JSON.Member] = []
    var scores: [Double] = []
    for (id, element) in try vocab.elements().enumerated() {
      guard case .array(let pair) = element.value, pair.count == 2,
        case .string(let name) = pair[0],
        case .number(let score) = pair[1]
      else { throw element.unexpected("a piece and its score") }
      members.append(JSON.Member(name, .number(Double(id))))
      scores.append(score)
    }
    let names = try namesByID(members)
    var vocabulary = try vocabulary(
      names, fallsBack: try field["byte_fallback"].bool(absent: false))
    let unknown = field["unk_id"]
    if !unknown.isNull {
      guard let id = unknown.value.integer, names.names.indices.contains(id) else {
        throw unknown.unexpected("the id of a piece")
      }
      vocabulary.unknownID = Int32(id)
    }
    let lowest = scores.min() ?? 0
    scores += repeatElement(0, count: names.names.count - scores.count)
    return UnigramEncoder(vocabulary: vocabulary, scores: scores, lowest: lowest)
  }

  // MARK: The vocabulary

  /// The names of the pieces and added tokens.
  private struct Names {
    /// By identifier.
    var names: [String] = []
    fileprivate var table = ByteStringTable()
    /// By number in the table.
    fileprivate var ids: [Int32] = []

    func id(of name: String) -> Int32? {
      var name = name
      return name.withUTF8 { table.number(of: $0.span) }.map { ids[Int($0)] }
    }
  }

  /// Checks that the identifiers of pieces and added tokens are 0, 1, 2 and so on in any order.
  private func namesByID(_ members: [JSON.Member]) throws -> Names {
    var result = Names()
    let total = members.count + added.tokens.count
    var names = [String?](repeating: nil, count: total)
    func add(_ name: String, _ value: JSON) throws {
      var text = name
      guard text.withUTF8({ Int(result.table.insert($0.span)) }) == result.ids.count else {
        throw InputError(field.place, "model.vocab: \"\(name)\" is there twice.")
      }
      guard let id = value.integer, names.indices.contains(id) else {
        throw JSONField(
          value: value, path: "model.vocab: the id of \"\(name)\"", place: field.place
        ).unexpected("a whole number from 0 to \(members.count - 1)")
      }
      if let other = names[id] {
        throw InputError(
          field.place, "model.vocab: \"\(other)\" and \"\(name)\" both have the id \(id).")
      }
      names[id] = name
      result.ids.append(Int32(id))
    }
    for member in members { try add(member.name, member.value) }
    for token in added.tokens {
      if let id = result.id(of: token.name) {
        guard id == token.id else {
          throw InputError(
            field.place,
            "added_tokens: the id of \"\(token.name)\" is \(token.id), but model.vocab has another."
          )
        }
      } else {
        try add(token.name, .number(Double(token.id)))
      }
    }
    result.names = names.prefix(result.ids.count).compactMap(\.self)
    guard result.names.count == result.ids.count else {
      let free = names.firstIndex(of: nil) ?? 0
      throw InputError(
        field.place, "model.vocab: no piece has the id \(free), but others have greater ones.",
        remedy: "Number the pieces and added tokens from 0 without a gap.")
    }
    return result
  }

  private func vocabulary(_ names: Names, fallsBack: Bool) throws -> Vocabulary {
    var kinds = [Vocabulary.Kind](repeating: .text, count: names.names.count)
    for token in added.tokens where kinds.indices.contains(token.id) {
      kinds[token.id] = token.isSpecial ? .control : .unlisted
    }
    var vocabulary = Vocabulary(spelling: spelling)
    for (id, name) in names.names.enumerated() {
      var kind = kinds[id]
      if name.isEmpty { kind = .unlisted }
      // The library spells with bytes even where they are special tokens.
      if fallsBack, Vocabulary.byte(named: name.utf8) != nil { kind = .byte }
      guard vocabulary.append(name, kind) else {
        throw InputError(field.place, "model.vocab: \"\(name)\" is there twice.")
      }
    }
    return vocabulary
  }
}
