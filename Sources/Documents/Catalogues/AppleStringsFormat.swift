import Dragoman

/// Catalogues of Apple: `.strings`.
struct AppleStringsFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    var reader = StringsReader(bytes: bytes, file: place)
    return try reader.read()
  }
}

private struct StringsReader {
  let bytes: [UInt8]
  let file: String
  private var place = 0

  init(bytes: [UInt8], file: String) { (self.bytes, self.file) = (bytes, file) }

  mutating func read() throws -> [Block] {
    guard !bytes.starts(with: "bplist".utf8), !bytes.starts(with: "<?xml".utf8) else {
      throw InputError(
        file, "is a property list that is binary or XML, expected \"name\" = \"text\";",
        remedy: "On a Mac, 'plutil -p' shows it as text.")
    }
    let isASCII = Escaping.strings.isASCII(bytes)
    var blocks: [Block] = []
    while try skipSpace() {
      // A file may be a whole list in braces.
      if "{}".utf8.contains(bytes[place]) {
        place += 1
        continue
      }
      _ = try string()
      guard try skipSpace(), bytes[place] == UInt8(ascii: "=") else {
        // A name alone is its own text.
        try end()
        continue
      }
      place += 1
      guard try skipSpace() else { throw unexpected("a text") }
      let value = try string()
      if let value, let text = Escaping.strings.read(bytes, value) {
        blocks += Message(text) { Escaping.strings.write($0, isASCII: isASCII) }.blocks
      }
      try end()
    }
    return blocks
  }

  private mutating func end() throws {
    guard try skipSpace(), bytes[place] == UInt8(ascii: ";") else { throw unexpected("';'") }
    place += 1
  }

  /// The place of a string's text between quotation marks; `nil` for a word without them.
  private mutating func string() throws -> Range<Int>? {
    let start = place
    guard bytes[start] == UInt8(ascii: "\"") else {
      while place < bytes.count, isPartOfWord(bytes[place]) { place += 1 }
      if place == start { throw unexpected("a name or a text in quotation marks") }
      return nil
    }
    place += 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard place < bytes.count else {
      place = start
      throw unexpected("the end of a text")
    }
    place += 1
    return start + 1..<place - 1
  }

  private func isPartOfWord(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "_.$/:-".utf8.contains(byte)
  }

  /// Passes white space and comments.
  ///
  /// - Returns: Whether there is more.
  private mutating func skipSpace() throws -> Bool {
    while place < bytes.count {
      let rest = bytes[place...]
      if rest.starts(with: "/*".utf8) {
        let start = place
        place += 2
        while place < bytes.count, !bytes[place...].starts(with: "*/".utf8) { place += 1 }
        guard place < bytes.count else {
          place = start
          throw unexpected("the end of a comment")
        }
        place += 2
      } else if rest.starts(with: "//".utf8) {
        place = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      } else if bytes[place] <= 0x20 {
        place += 1
      } else {
        return true
      }
    }
    return false
  }

  private func unexpected(_ expected: String) -> InputError {
    let line = bytes[..<min(place, bytes.count)].count { $0 == 0x0A } + 1
    let found = bytes[min(place, bytes.count)...].prefix(12).prefix { $0 > 0x20 }
    let words = found.isEmpty ? "the end" : "'\(String(decoding: found, as: UTF8.self))'"
    return InputError(
      "\(file):\(line)", "is no catalogue of Apple: expected \(expected), found \(words).",
      remedy: "On a Mac, 'plutil -lint' says more.")
  }
}

extension Escaping {
  /// Strings of Apple's property lists.
  static let strings = Escaping(
    letters: controls.merging(quote) { first, _ in first }.merging([
      UInt8(ascii: "'"): UInt8(ascii: "'"), UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08,
      UInt8(ascii: "v"): 0x0B, UInt8(ascii: "f"): 0x0C,
    ]) { first, _ in first },
    digits: [UInt8(ascii: "U"): 4, UInt8(ascii: "u"): 4],
    written: [0x09, 0x0A, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "\\")],
    code: UInt8(ascii: "U"))
}
