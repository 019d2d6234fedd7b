/// White space as Python's `str.split` and `str.rstrip` know it, and so every score of the field:
/// Unicode's property and the four information separators U+001C to U+001F.
enum WhiteSpace {
  /// Whether a character is white space.
  static func contains(_ character: Unicode.Scalar) -> Bool { contains(character.value) }

  private static func contains(_ character: UInt32) -> Bool {
    switch character {
    case 0x21...0x84: false
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }

  /// Calls `body` with each longest run of characters without white space.
  static func split(_ line: [Unicode.Scalar], _ body: (ArraySlice<Unicode.Scalar>) -> Void) {
    var start = 0
    for (index, character) in line.enumerated() where contains(character) {
      if start < index { body(line[start..<index]) }
      start = index + 1
    }
    if start < line.count { body(line[start...]) }
  }

  /// Calls `body` with the place of each longest run of UTF-8 without white space.
  static func split(_ text: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    var (start, index) = (0, 0)
    while index < text.count {
      let space = space(at: index, in: text)
      if space > 0, start < index { body(start..<index) }
      index += max(1, space)
      if space > 0 { start = index }
    }
    if start < index { body(start..<index) }
  }

  /// How many bytes the white space at an offset has, 0 if there is none.
  private static func space(at offset: Int, in text: Span<UInt8>) -> Int {
    switch text[offset] {
    case 0x21..<0x80: return 0
    case 0..<0x80: return contains(UInt32(text[offset])) ? 1 : 0
    // What white space beyond ASCII begins with.
    case 0xC2, 0xE1...0xE3:
      let (character, length) = text.scalar(at: offset)
      return contains(character) ? length : 0
    default: return 0
    }
  }

  /// Removes the white space at the end of a line.
  static func trimEnd(_ line: inout [Unicode.Scalar]) {
    while let last = line.last, contains(last) { line.removeLast() }
  }
}
