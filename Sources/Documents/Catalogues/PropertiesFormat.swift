/// Catalogues of Java: `.properties`.
struct PropertiesFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    // What is all ASCII is read as Latin-1 by one program and as UTF-8 by another, and stays it.
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    return values(bytes).flatMap { range -> [Block] in
      guard let text = Escaping.properties.read(bytes, range) else { return [] }
      return Message(text, syntax: syntax(of: text)) {
        Escaping.properties.write($0, isASCII: isASCII)
      }.blocks
    }
  }

  /// What stands behind the names.
  private func values(_ bytes: [UInt8]) -> [Range<Int>] {
    var values: [Range<Int>] = []
    var place = 0
    while place < bytes.count {
      let start = bytes[place...].firstIndex { !" \t\u{C}\r\n".utf8.contains($0) } ?? bytes.count
      guard start < bytes.count else { break }
      if "#!".utf8.contains(bytes[start]) {
        place = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        continue
      }
      let end = endOfLine(bytes, start)
      values.append(value(bytes, start..<end))
      place = end
    }
    return values
  }

  /// Where a line ends that may go on behind a backslash.
  private func endOfLine(_ bytes: [UInt8], _ start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D {
      let isEscape = bytes[place] == UInt8(ascii: "\\")
      place += 1
      guard isEscape, place < bytes.count else { continue }
      place += bytes[place...].starts(with: [0x0D, 0x0A]) ? 2 : 1
    }
    return min(place, bytes.count)
  }

  /// What is behind the name and its separator.
  private func value(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int> {
    var place = line.lowerBound
    while place < line.upperBound, !" \t\u{C}=:".utf8.contains(bytes[place]) {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    place = skipSpace(bytes, min(place, line.upperBound)..<line.upperBound)
    if place < line.upperBound, "=:".utf8.contains(bytes[place]) {
      place = skipSpace(bytes, place + 1..<line.upperBound)
    }
    return place..<line.upperBound
  }

  private func skipSpace(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes[range].firstIndex { !" \t\u{C}".utf8.contains($0) } ?? range.upperBound
  }

  /// Java reads two apostrophes as one where it fills in arguments, and only there. A message with a single one
  /// was not written for that.
  private func syntax(of text: WrittenText) -> Message.Syntax {
    let whole = text.bytes.indices
    let apostrophes = MessagePattern.apostrophes(in: text.bytes, whole)
    let hasArguments = whole.dropLast().contains {
      text.bytes[$0] == UInt8(ascii: "{") && text.bytes[$0 + 1] &- 0x30 < 10
    }
    if apostrophes.lone == 0, hasArguments || !apostrophes.pairs.isEmpty { return .quoted }
    return .arms
  }
}

extension Escaping {
  /// Values of Java's properties.
  static let properties = Escaping(
    letters: controls.merging([UInt8(ascii: "f"): 0x0C]) { first, _ in first },
    digits: [UInt8(ascii: "u"): 4], written: [0x09, 0x0A, 0x0C, 0x0D, UInt8(ascii: "\\")],
    isLenient: true, continuesLines: true, code: UInt8(ascii: "u"))
}
