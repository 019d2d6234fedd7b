/// Tokens that a model numbers in its own way: the file of its vocabulary says how text is split, and another
/// which row of the embeddings belongs to which piece.
extension Tokenizer {
  /// Whether tokens have other identifiers than the file of the vocabulary gives them.
  var isNumbered: Bool { pipeline.identifiers != nil }

  /// Whether a token is none of text.
  func isControl(_ id: Int32) -> Bool { pipeline.tokens.kind(of: id) == .control }

  /// The token for text that cannot be spelled; `nil` where all can.
  var unknown: Int32? { pipeline.tokens.unknownID }

  /// The token for text that cannot be spelled, among the names of a model's tokens; `nil` where there is none.
  static func unknown(among names: [String]) -> Int? {
    names.firstIndex { $0.hasBytes(of: "<unk>") }
  }

  /// The same tokenizer with other identifiers.
  ///
  /// - Parameters:
  ///   - names: As below.
  ///   - place: The file that has the names, for errors.
  ///   - isControl: Whether the token of a name decodes to nothing.
  /// - Throws: ``InputError`` when two tokens have one name.
  func numbered(
    _ names: [String], place: String, isControl: (String) -> Bool
  ) throws -> Tokenizer {
    let controls = names.indices.filter { isControl(names[$0]) }
    return try numbered(
      names, controls: Set(controls.map(Int32.init)),
      unknown: Int32(Self.unknown(among: names) ?? 0), place: place)
  }

  /// The same tokenizer with other identifiers.
  ///
  /// - Parameters:
  ///   - names: The names of the model's tokens, by identifier. Those which the vocabulary lacks are no pieces
  ///     of text here, though they decode to their text.
  ///   - controls: Tokens that decode to nothing, beside the control tokens of the vocabulary.
  ///   - unknown: The token for pieces that have no other.
  ///   - place: The file that has the names, for errors.
  /// - Throws: ``InputError`` when two tokens have one name.
  func numbered(
    _ names: [String], controls: Set<Int32>, unknown: Int32, place: String
  ) throws -> Tokenizer {
    let pieces = model.vocabulary
    // Not a dictionary of strings: those are equal when canonically equivalent.
    var numbers = ByteStringTable(minimumCapacity: pieces.count)
    for id in 0..<Int32(pieces.count) {
      var name = pieces.name(of: id)
      _ = name.withUTF8 { numbers.insert($0.span) }
    }
    var identifiers = [Int32](repeating: unknown, count: pieces.count)
    var tokens = Vocabulary(spelling: pieces.spelling, minimumCapacity: names.count)
    for (index, name) in names.enumerated() {
      var name = name
      let number = name.withUTF8 { numbers.number(of: $0.span) }
      let id = Int32(index)
      var kind = number.map(pieces.kind) ?? .text
      if controls.contains(id) { kind = .control } else if id == unknown { kind = .unknown }
      guard name.utf8.count <= Vocabulary.longestPiece else {
        throw InputError(place, "token \(id) has a name of \(name.utf8.count) bytes.")
      }
      guard tokens.append(name, kind) else {
        throw InputError(place, "two tokens are called \"\(name)\".")
      }
      if let number { identifiers[Int(number)] = id }
    }
    return Tokenizer(pipeline.numbered(tokens, identifiers), file: file)
  }
}
