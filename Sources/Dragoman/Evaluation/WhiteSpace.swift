/// White space as Python's `str.split` and `str.rstrip` know it, and so every score of the field:
/// Unicode's property and the four information separators U+001C to U+001F.
enum WhiteSpace {
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
    return Array(line[..<end])
  }

  /// The count of bytes of the white-space character that begins at `index`, or 0 when none does.
  static func width(_ line: [UInt8], at index: Int) -> Int {
    func byte(_ offset: Int) -> UInt8 { index + offset < line.count ? line[index + offset] : 0 }
    switch line[index] {
    case 0x09...0x0D, 0x1C...0x20: return 1
    case 0xC2 where byte(1) == 0x85 || byte(1) == 0xA0: return 2
    case 0xE1 where byte(1) == 0x9A && byte(2) == 0x80: return 3
    case 0xE2 where byte(1) == 0x80:
      return [0xA8, 0xA9, 0xAF].contains(byte(2)) || (0x80...0x8A).contains(byte(2)) ? 3 : 0
    case 0xE2 where byte(1) == 0x81 && byte(2) == 0x9F: return 3
    case 0xE3 where byte(1) == 0x80 && byte(2) == 0x80: return 3
    default: return 0
    }
  }
}
