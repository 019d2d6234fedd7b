/// Joins pieces to text as SentencePiece does.
struct SentencePieceDecoder: Sendable, Equatable {
  /// The name of the unknown piece, and the text that it becomes.
  var unknownName: String
  var unknownText: String
  /// Whether the `▁` with which the text begins is left out, and whether all are.
  var dropsFirstSpace: Bool
  var dropsAllFirstSpaces: Bool

  func text(of pieces: [[UInt8]]) -> [UInt8] {
    var text: [UInt8] = []
    var bytes: [UInt8] = []
    var isAtStart = true
    for piece in pieces {
      if let byte = Vocabulary.byte(named: piece.span) {
        bytes.append(byte)
        continue
      }
      // Of bytes that are no character each becomes U+FFFD.
      for byte in bytes.validCharacters { text += byte }
      bytes.removeAll()
      if !text.isEmpty { isAtStart = false }
      if piece.elementsEqual(unknownName.utf8) {
        text += unknownText.utf8
        continue
      }
      let drops = isAtStart && dropsFirstSpace && piece.starts(with: "▁".utf8)
      text += spellingMetaspaceAsSpace(drops ? Array(piece.dropFirst(3)) : piece)
      if drops, !dropsAllFirstSpaces { isAtStart = false }
    }
    for byte in bytes.validCharacters { text += byte }
    return text
  }
}

extension [UInt8] {
  /// The characters of UTF-8, and U+FFFD for each byte that belongs to none.
  fileprivate var validCharacters: [[UInt8]] {
    var characters: [[UInt8]] = []
    var offset = 0
    while offset < count {
      let character = (1...4).lazy.map { self[offset..<Swift.min(offset + $0, count)] }
        .first { String(validating: $0, as: UTF8.self) != nil }
      characters.append(character.map(Array.init) ?? Array("\u{FFFD}".utf8))
      offset += character?.count ?? 1
    }
    return characters
  }
}
