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
  /// - Throws: ``InputError`` when a name is there twice, or is too long.
  init(
    _ names: HuggingFaceNames, added: [HuggingFaceTokens.Token], _ spelling: Vocabulary.Spelling,
    fallsBack: Bool, place: String
  ) throws {
    func isTwice(_ id: Int) -> InputError {
      InputError(place, "model.vocab: \"\(names[id])\" is there twice.")
    }
    pieces = Vocabulary(spelling: spelling, minimumCapacity: names.count)
    var kinds = [Vocabulary.Kind](repeating: .text, count: names.count)
    var texts: [Int: [UInt8]] = [:]
    for token in added {
      kinds[token.id] = token.isSpecial ? .control : .unlisted
      texts[token.id] = token.entry.text
    }
    for id in 0..<names.count {
      let isNew = try names.withName(id) { name in
        guard name.count <= Vocabulary.longestPiece else {
          throw InputError(
            place,
            "model.vocab: the piece \(id) has \(name.count) bytes, expected at most "
              + "\(Vocabulary.longestPiece).", remedy: "Learn the vocabulary again.")
        }
        var kind = kinds[id]
        if name.isEmpty { kind = .unlisted }
        // The library spells with bytes even where they are special tokens.
        if fallsBack, Vocabulary.byte(named: name) != nil { kind = .byte }
        if kind != .text {
          guard Int(others.insert(name)) == otherIDs.count else { return false }
          otherIDs.append(Int32(id))
        }
        // The library names tokens by the text that they decode to.
        if kind == .unlisted, let text = texts[id] { return pieces.append(text.span, kind) }
        return pieces.append(name, kind)
      }
      if !isNew { throw isTwice(id) }
    }
    for id in otherIDs {
      let text = pieces.text(named: names[Int(id)])
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
