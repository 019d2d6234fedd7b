/// The names of the pieces and added tokens of a `tokenizer.json`, by identifier.
struct HuggingFaceNames {
  private let document: JSONDocument
  private let added: [HuggingFaceTokens.Token]
  /// [names] The node of a name, or -1 - n for the n-th added token.
  private var sources: [Int32]

  private static let free = Int32.min

  /// Sees to it that the identifiers are 0, 1, 2 and so on in any order.
  ///
  /// - Parameters:
  ///   - pieces: The nodes of the pieces' names.
  ///   - ids: The nodes of their identifiers; empty where pieces are numbered as they stand.
  /// - Throws: ``InputError`` naming the piece or token at fault.
  init(
    pieces: [Int], ids: [Int], _ added: [HuggingFaceTokens.Token], in document: JSONDocument
  ) throws {
    self.document = document
    self.added = added
    sources = Array(repeating: Self.free, count: pieces.count + added.count)
    for (position, piece) in pieces.enumerated() {
      let id = ids.isEmpty ? position : document.integer(ids[position])
      guard let id, sources.indices.contains(id) else {
        let path = "model.vocab: the id of \"\(document.string(piece) ?? "")\""
        throw JSONField(document, ids[position], path: path)
          .unexpected("a whole number from 0 to \(pieces.count - 1)")
      }
      guard sources[id] == Self.free else { throw bothHave(id, document.string(piece) ?? "") }
      sources[id] = Int32(piece)
    }
    let count = try pieces.count + addTokens()
    let gap = sources.firstIndex(of: Self.free) ?? count
    guard gap >= count else {
      throw InputError(
        document.place, "model.vocab: no piece has the id \(gap), but others have greater ones.",
        remedy: "Number the pieces and added tokens from 0 without a gap.")
    }
    sources.removeLast(sources.count - count)
  }

  /// Takes in the tokens, which have identifiers of pieces with their names, or others.
  ///
  /// - Returns: How many have others.
  private mutating func addTokens() throws -> Int {
    var count = 0
    for (number, token) in added.enumerated() {
      let found = "added_tokens: the id of \"\(token.name)\" is \(token.id)"
      guard sources.indices.contains(token.id) else {
        throw InputError(
          document.place, "\(found), expected a whole number from 0 to \(sources.count - 1).")
      }
      if sources[token.id] == Self.free {
        sources[token.id] = Int32(-1 - number)
        count += 1
      } else if !isName(token.name, of: token.id) {
        guard sources.indices.contains(where: { isName(token.name, of: $0) }) else {
          throw bothHave(token.id, token.name)
        }
        throw InputError(document.place, "\(found), but model.vocab has another.")
      }
    }
    return count
  }

  private func bothHave(_ id: Int, _ other: String) -> InputError {
    InputError(
      document.place, "model.vocab: \"\(self[id])\" and \"\(other)\" both have the id \(id).")
  }

  var count: Int { sources.count }

  /// The name of a piece or token.
  subscript(id: Int) -> String {
    withName(id) { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
  }

  func isName(_ name: String, of id: Int) -> Bool {
    sources[id] != Self.free
      && withName(id) { $0.withUnsafeBufferPointer { $0.elementsEqual(name.utf8) } }
  }

  func withName<Result>(
    _ id: Int, _ body: (Span<UInt8>) throws -> Result
  ) rethrows -> Result {
    let source = Int(sources[id])
    if source >= 0, let result = try document.withString(source, body) { return result }
    var name = source < 0 ? added[-1 - source].name : ""
    return try name.withUTF8 { try body($0.span) }
  }
}
