import CICU

/// The characters that no step of a normaliser changes, whatever stands beside them. A line of nothing else,
/// as most lines are, need not be taken through the steps.
///
/// Single spaces within a line may be among them; spaces at its ends and doubled ones are not. Beyond
/// U+07FF no character is looked at.
struct SparedCharacters: Sendable {
  private var isSpared: [Bool]

  init(_ steps: [Normalizer.Step]) {
    isSpared = (0..<0x800).map { character in steps.allSatisfy { $0.spares(character) } }
  }

  /// Whether a text consists of these characters.
  func makeUp(_ text: Span<UInt8>) -> Bool {
    isSpared.withUnsafeBufferPointer { isSpared in
      var previous: UInt8 = 0x20
      var offset = 0
      while offset < text.count {
        let byte = text[offset]
        var character = Int(byte)
        if byte == 0x20, previous == 0x20 { return false }
        if byte >= 0x80 {
          guard byte < 0xE0 else { return false }
          offset += 1
          character = (character & 0x1F) << 6 | Int(text[offset] & 0x3F)
        }
        guard isSpared[character] else { return false }
        previous = byte
        offset += 1
      }
      return previous != 0x20 || text.isEmpty
    }
  }
}

extension Normalizer.Step {
  /// Whether the step leaves a character alone wherever it stands among others of this kind; a space,
  /// where it is a single one within a line.
  fileprivate func spares(_ character: UInt32) -> Bool {
    switch self {
    case .unicode(let form): form.spares(character)
    case .replace(let pattern, let text): pattern.spares(character, replacement: text)
    case .strip: character == 0x20 || !CharacterSet.whiteSpace.contains(character)
    case .removeMarks: !cicu_is_mark(character)
    case .lowercaseCharacters: cicu_lowercase_character(character) == character
    case .bert(let normalizer): normalizer.spares(character)
    case .lowercase, .transliterate, .prepend, .map, .sentencePiece: false
    }
  }
}
