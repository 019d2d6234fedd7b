/// White space as Python's `str.split` and `str.rstrip` know it, and so every score of the field:
/// Unicode's property and the four information separators U+001C to U+001F.
enum WhiteSpace {
  /// Whether a character is white space.
  static func contains(_ character: Unicode.Scalar) -> Bool {
    switch character.value {
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

  /// Removes the white space at the end of a line.
  static func trimEnd(_ line: inout [Unicode.Scalar]) {
    while let last = line.last, contains(last) { line.removeLast() }
  }
}
