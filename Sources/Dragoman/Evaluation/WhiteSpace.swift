/// White space as Python's `str.split` and `str.rstrip` know it, and so every score of the field:
/// Unicode's property and the four information separators U+001C to U+001F.
enum WhiteSpace {
  /// Whether a character is white space.
  static func contains(_ character: UInt32) -> Bool {
    switch character {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }

  /// Calls `body` with each longest run of bytes without white space.
  static func split(_ line: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
    var start = 0
    var index = 0
    while index < line.count {
      let width = width(line, at: index)
      if width > 0, start < index { body(line[start..<index]) }
      index += max(width, 1)
      if width > 0 { start = index }
    }
    if start < line.count { body(line[start...]) }
  }

  /// The line without the white space at its end.
  static func trimmingEnd(_ line: [UInt8]) -> [UInt8] {
    var end = line.count
    while end > 0 {
      var start = end - 1
      while start > 0, line[start] & 0xC0 == 0x80 { start -= 1 }
      if width(line, at: start) == 0 { break }
      end = start
    }
    return end == line.count ? line : Array(line[..<end])
  }

  /// The line without the white space at its beginning.
  static func trimmingStart(_ line: [UInt8]) -> [UInt8] {
    var start = 0
    while start < line.count, case let width = width(line, at: start), width > 0 { start += width }
    return start == 0 ? line : Array(line[start...])
  }

  /// The count of bytes of the white-space character that begins at `index`, or 0 when none does.
  private static func width(_ line: [UInt8], at index: Int) -> Int {
    switch line[index] {
    case ..<0x80: return contains(UInt32(line[index])) ? 1 : 0
    case 0xC2, 0xE1...0xE3:
      let (character, length) = line.span.scalar(at: index)
      return contains(character) ? length : 0
    default: return 0
    }
  }
}
