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

  private var document: JSONDocument { field.document }

  func model() throws -> SubwordModel {
    switch field["type"].value {
    case "BPE": return .bytePair(try bytePair())
    case "Unigram": return .unigram(try unigram())
    case "WordPiece": return .wordPiece(try wordPiece())
    // Files of old versions do not name the type.
    case .null where !field["merges"].isNull: return .bytePair(try bytePair())
    case .null where !field["unk_id"].isNull: return .unigram(try unigram())
    default: throw field["type"].unsupported()
    }
  }

  private func vocabulary(pieces: [Int], ids: [Int] = []) throws -> HuggingFaceVocabulary {
    let names = try HuggingFaceNames(pieces: pieces, ids: ids, added.tokens, in: document)
    return try HuggingFaceVocabulary(
      names, added: added.tokens, spelling,
      fallsBack: try field["byte_fallback"].bool(absent: false), place: field.place)
  }

  /// The pieces, where the file has them by name with their identifiers.
  private func numberedVocabulary() throws -> HuggingFaceVocabulary {
    let vocab = field["vocab"]
    guard vocab.kind == .object else { throw vocab.unexpected("an object") }
    var (names, ids): ([Int], [Int]) = ([], [])
    vocab.forEachMember { name, id in
      names.append(name)
      ids.append(id)
    }
    return try vocabulary(pieces: names, ids: ids)
  }

  // MARK: - WordPiece

  private func wordPiece() throws -> WordPieceEncoder {
    var vocabulary = try numberedVocabulary()
    let unknown = try unknownID(field["unk_token"], &vocabulary)
    var options = WordPieceEncoder.Options()
    let prefix = field["continuing_subword_prefix"]
    if !prefix.isNull { options.continuation = Array(try prefix.string().utf8) }
    let longest = field["max_input_chars_per_word"]
    if !longest.isNull {
      guard let length = longest.integer, length >= 0 else {
        throw longest.unexpected("a whole number")
      }
      options.longestWord = length
    }
    var pieces = vocabulary.pieces
    pieces.unknownID = unknown
    return WordPieceEncoder(vocabulary: pieces, unknown: unknown, options: options)
  }

  // MARK: - Byte-pair encoding

  private func bytePair() throws -> BytePairEncoder {
    var vocabulary = try numberedVocabulary()
    let unknown = field["unk_token"]
    let unknownID = try unknown.isNull ? nil : unknownID(unknown, &vocabulary)
    var options = BytePairEncoder.Options()
    options.continuation = try affix("continuing_subword_prefix")
    options.wordEnd = try affix("end_of_word_suffix")
    options.splitsBytes = spelling == .byteLevel
    options.fusesUnknown = try field["fuse_unk"].bool(absent: false)
    options.prefersWholeWords = try field["ignore_merges"].bool(absent: false)
    let merges = try merges(&vocabulary, options.continuation.count)
    var pieces = vocabulary.pieces
    pieces.unknownID = unknownID ?? pieces.unknownID
    return BytePairEncoder(vocabulary: pieces, merges: merges, options: options)
  }

  private func unknownID(
    _ unknown: JSONField, _ vocabulary: inout HuggingFaceVocabulary
  ) throws -> Int32 {
    let name = Array(try unknown.string().utf8)
    guard let id = vocabulary.id(of: name.span) else {
      throw unknown.unexpected("the name of a piece")
    }
    return id
  }

  private func affix(_ name: String) throws -> [UInt8] {
    field[name].isNull ? [] : Array(try field[name].string().utf8)
  }

  private func merges(
    _ vocabulary: inout HuggingFaceVocabulary, _ continuationLength: Int
  ) throws -> [Merge] {
    let list = field["merges"]
    guard let node = list.node, list.kind == .array else { throw list.unexpected("an array") }
    var merges: [Merge] = []
    var earlier = PairTable(minimumCapacity: vocabulary.pieces.count)
    var (left, right): ([UInt8], [UInt8]) = ([], [])
    for (rank, value) in document.children(of: node).enumerated() {
      func fault(_ problem: String) -> InputError {
        InputError(field.place, "model.merges[\(rank)]: \(problem).")
      }
      func known(_ id: Int32?, _ name: [UInt8]) throws -> Int32 {
        if let id { return id }
        throw fault("the piece \(Self.quoted(name)) is not in model.vocab")
      }
      guard readPair(value, &left, &right) else {
        throw JSONField(document, value, path: "model.merges[\(rank)]")
          .unexpected("a pair of pieces")
      }
      let leftID = try known(vocabulary.id(of: left.span), left)
      let rightID = try known(vocabulary.id(of: right.span), right)
      // Most files number pieces in the order in which merges made them.
      let guess = (merges.last?.result ?? leftID) + 1
      var result = guess
      if continuationLength > 0 || !vocabulary.pieces.isJoined(guess, from: leftID, rightID) {
        let joined = left + right.dropFirst(continuationLength)
        result = try known(vocabulary.id(of: joined.span), joined)
      }
      guard result != leftID, result != rightID else {
        throw fault("\(Self.quoted(left)) and \(Self.quoted(right)) make nothing new")
      }
      guard earlier.value(leftID, rightID) == nil else {
        throw fault("\(Self.quoted(left)) and \(Self.quoted(right)) are merged earlier already")
      }
      earlier.set(leftID, rightID, to: Int32(rank))
      merges.append(Merge(left: leftID, right: rightID, result: result))
    }
    return merges
  }

  private static func quoted(_ name: [UInt8]) -> String {
    "\"\(String(decoding: name, as: UTF8.self))\""
  }

  /// Reads the two pieces of a merge: `["a", "b"]`, or `"a b"` as old versions wrote it.
  private func readPair(_ node: Int, _ left: inout [UInt8], _ right: inout [UInt8]) -> Bool {
    left.removeAll(keepingCapacity: true)
    right.removeAll(keepingCapacity: true)
    if document.nodes[node].kind == .array {
      guard Int(document.nodes[node].end) == node + 3 else { return false }
      let isLeft: Void? = document.withString(node + 1) { left.append($0) }
      let isRight: Void? = document.withString(node + 2) { right.append($0) }
      return isLeft != nil && isRight != nil
    }
    let isPair = document.withString(node) { text in
      guard let space = text.indices.first(where: { text[$0] == 0x20 }) else { return false }
      left.append(text.extracting(..<space))
      right.append(text.extracting((space + 1)...))
      return !left.isEmpty && !right.isEmpty && !right.contains(0x20)
    }
    return isPair == true
  }

  // MARK: - Unigrams

  private func unigram() throws -> UnigramEncoder {
    var names: [Int] = []
    var scores: [Double] = []
    for element in try field["vocab"].elements() {
      guard let node = element.node, element.kind == .array,
        Int(document.nodes[node].end) == node + 3,
        document.string(node + 1) != nil, let score = document.number(node + 2)
      else { throw element.unexpected("a piece and its score") }
      names.append(node + 1)
      scores.append(score)
    }
    var pieces = try vocabulary(pieces: names).pieces
    let unknown = field["unk_id"]
    if !unknown.isNull {
      guard let id = unknown.integer, (0..<pieces.count).contains(id) else {
        throw unknown.unexpected("the id of a piece")
      }
      pieces.unknownID = Int32(id)
    }
    let lowest = scores.min() ?? 0
    scores += repeatElement(0, count: pieces.count - scores.count)
    return UnigramEncoder(vocabulary: pieces, scores: scores, lowest: lowest)
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
