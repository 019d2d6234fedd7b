/// The pieces and added tokens of a `tokenizer.json`, to be found by name.
struct HuggingFaceVocabulary {
  private(set) var pieces: Vocabulary
  /// The names of what text never becomes, by which ``pieces`` finds nothing, and their identifiers.
  private var others = ByteStringTable()
  private var otherIDs: [Int32] = []
  /// The text of a name that is looked for.
  private var spelled: [UInt8] = []

  /// - Parameters:
  ///   - added: Those of the names that are tokens.
  ///   - fallsBack: Whether pieces with names such as `<0x0A>` are for bytes.
  ///   - place: The file's path, for errors.
  /// - Throws: ``InputError`` when a name is there twice.
  init(
    _ names: HuggingFaceNames, added: [HuggingFaceTokens.Token], _ spelling: Vocabulary.Spelling,
    fallsBack: Bool, place: String
  ) throws {
    func isTwice(_ id: Int) -> InputError {
      InputError(place, "model.vocab: \"\(names[id])\" is there twice.")
    }
    pieces = Vocabulary(spelling: spelling, minimumCapacity: names.count)
    var kinds = [Vocabulary.Kind](repeating: .text, count: names.count)
    for token in added { kinds[token.id] = token.isSpecial ? .control : .unlisted }
    for id in 0..<names.count {
      let isNew = names.withName(id) { name in
        var kind = kinds[id]
        if name.isEmpty { kind = .unlisted }
        // The library spells with bytes even where they are special tokens.
        if fallsBack, Vocabulary.byte(named: name) != nil { kind = .byte }
        if kind != .text {
          guard Int(others.insert(name)) == otherIDs.count else { return false }
          otherIDs.append(Int32(id))
        }
        return pieces.append(name, kind)
      }
      if !isNew { throw isTwice(id) }
    }
    for id in otherIDs {
      let text = Array(pieces.text(of: id))
      guard let other = pieces.id(of: text.span) else { continue }
      if names.isName(names[Int(id)], of: Int(other)) { throw isTwice(Int(id)) }
    }
  }

  /// The identifier of a name; `nil` when there is none.
  mutating func id(of name: Span<UInt8>) -> Int32? {
    var text: [UInt8] = []
    swap(&text, &spelled)
    defer { swap(&text, &spelled) }
    text.removeAll(keepingCapacity: true)
    pieces.append(textNamed: name, to: &text)
    return pieces.id(of: text.span) ?? others.number(of: name).map { otherIDs[Int($0)] }
  }
}
