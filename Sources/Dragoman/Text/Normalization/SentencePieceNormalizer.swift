/// The normalisation of SentencePiece (Kudo and Richardson 2018): a map of characters, spaces, and
/// the mark of a word's beginning, in one pass.
///
/// The result has spaces where SentencePiece writes `▁`.
public struct SentencePieceNormalizer: Sendable, Equatable {
  /// The rules; none for `identity`.
  var map: CharacterMap?
  /// Strings that stay as they are: the user's symbols.
  var fixedStrings = ByteTrie()
  var addsDummyPrefix = true
  var removesExtraSpaces = true
  /// Whether `▁` in text is the same as a space.
  var escapesSpaces = true
  /// Whether the mark of a word stands at its end.
  var marksEnds = false

  func apply(to text: inout AlignedText) {
    guard !text.bytes.isEmpty else { return }
    var isBlank = false
    text.edit { editor in
      let bytes = editor.text.bytes
      var offset = 0
      if removesExtraSpaces {
        while offset < bytes.count {
          let (end, new) = next(in: bytes, at: offset)
          guard (new ?? bytes[offset..<end]).elementsEqual([0x20]) else { break }
          offset = end
        }
        editor.replace(0..<offset, with: [])
        guard offset < bytes.count else { return isBlank = true }
      }
      if addsDummyPrefix, !marksEnds { editor.replace(offset..<offset, with: [0x20]) }
      var followsSpace = removesExtraSpaces
      while offset < bytes.count {
        let (end, new) = next(in: bytes, at: offset)
        var piece = new ?? bytes[offset..<end]
        if followsSpace { piece = piece.drop { $0 == 0x20 } }
        if !piece.isEmpty { followsSpace = removesExtraSpaces && piece.last == 0x20 }
        if escapesSpaces, piece.contains(0xE2) {
          piece = ArraySlice(spellingMetaspaceAsSpace(Array(piece)))
        }
        if piece != bytes[offset..<end] { editor.replace(offset..<end, with: piece) }
        offset = end
      }
    }
    guard !isBlank else { return }
    let end = (text.bytes.lastIndex { $0 != 0x20 } ?? -1) + 1
    text.edit { editor in
      let count = editor.text.bytes.count
      if removesExtraSpaces, end < count { editor.replace(end..<count, with: []) }
      if addsDummyPrefix, marksEnds { editor.replace(count..<count, with: [0x20]) }
    }
  }

  /// Where the next stretch ends, and what replaces it, if anything does.
  private func next(in bytes: [UInt8], at offset: Int) -> (end: Int, text: ArraySlice<UInt8>?) {
    if let length = fixedStrings.longestMatch(in: bytes.span, at: offset) {
      return (offset + length, nil)
    }
    if let match = map?.longestMatch(in: bytes.span, at: offset) { return (match.end, match.text) }
    return (offset + bytes.span.scalar(at: offset).length, nil)
  }
}
