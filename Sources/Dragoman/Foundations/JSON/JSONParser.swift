/// A recursive-descent parser of RFC 8259.
struct JSONParser {
  let text: UnsafeBufferPointer<UInt8>
  let place: String
  private var position = 0
  private var nodes: [JSONDocument.Node] = []

  /// Deeper nesting is refused, so that a file of brackets cannot exhaust the stack.
  private static let deepestLevel = 64

  init(text: UnsafeBufferPointer<UInt8>, place: String) {
    self.text = text
    self.place = place
  }

  mutating func parse() throws -> [JSONDocument.Node] {
    // As many as the files of vocabularies have.
    nodes.reserveCapacity(text.count / 8)
    try parseValue(level: 0)
    skipWhiteSpace()
    guard position == text.count else { throw unexpected("the end of the file") }
    return nodes
  }

  private mutating func append(_ kind: JSONDocument.Kind, from start: Int, to end: Int) {
    nodes.append(
      JSONDocument.Node(
        kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end)))
  }

  private mutating func parseValue(level: Int) throws {
    guard level < Self.deepestLevel else {
      throw unexpected("at most \(Self.deepestLevel) levels of nesting")
    }
    skipWhiteSpace()
    switch peek {
    case UInt8(ascii: "{"):
      try parseContainer(.object, end: UInt8(ascii: "}"), or: "',' or '}'", level: level)
    case UInt8(ascii: "["):
      try parseContainer(.array, end: UInt8(ascii: "]"), or: "',' or ']'", level: level)
    case UInt8(ascii: "\""): try parseString()
    case UInt8(ascii: "t"): try parseWord("true", .yes)
    case UInt8(ascii: "f"): try parseWord("false", .no)
    case UInt8(ascii: "n"): try parseWord("null", .null)
    default: try parseNumber()
    }
  }

  private mutating func parseContainer(
    _ kind: JSONDocument.Kind, end: UInt8, or expected: String, level: Int
  ) throws {
    let container = nodes.count
    append(kind, from: position, to: 0)
    position += 1
    skipWhiteSpace()
    if !take(end) {
      repeat {
        if kind == .object { try parseName() }
        try parseValue(level: level + 1)
        skipWhiteSpace()
      } while take(UInt8(ascii: ","))
      guard take(end) else { throw unexpected(expected) }
    }
    nodes[container].end = UInt32(truncatingIfNeeded: nodes.count)
  }

  private mutating func parseName() throws {
    skipWhiteSpace()
    guard peek == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
    try parseString()
    skipWhiteSpace()
    guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
  }

  private mutating func parseString() throws {
    position += 1
    let start = position
    var kind = JSONDocument.Kind.string
    while let byte = peek, byte >= 0x20 {
      position += 1
      if byte == UInt8(ascii: "\"") { return append(kind, from: start, to: position - 1) }
      if byte == UInt8(ascii: "\\") {
        kind = .escapedString
        try skipEscape()
      }
    }
    throw unexpected("the end of a string")
  }

  private mutating func skipEscape() throws {
    guard let byte = peek, "\"\\/bfnrtu".utf8.contains(byte) else { throw unexpected("an escape") }
    position += 1
    guard byte == UInt8(ascii: "u") else { return }
    guard Self.codeUnit(text[position...]) != nil else {
      throw unexpected("four hexadecimal digits")
    }
    position += 4
  }

  /// What a string with escapes, each of which is one, reads.
  static func unescaped(_ string: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = string[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        result.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var units = codeUnit(rest).map { [$0] } ?? []
        rest = rest.dropFirst(4)
        if units.contains(where: UTF16.isLeadSurrogate), rest.starts(with: "\\u".utf8) {
          units += codeUnit(rest.dropFirst(2)).map { [$0] } ?? []
          rest = rest.dropFirst(6)
        }
        // A surrogate without its other half becomes U+FFFD.
        result += String(decoding: units, as: UTF16.self).utf8
      default: result.append(escape)
      }
    }
    return result
  }

  private static func codeUnit(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt16? {
    let digits = text.prefix(4).prefix { Character(Unicode.Scalar($0)).isHexDigit }
    return digits.count == 4 ? UInt16(String(decoding: digits, as: UTF8.self), radix: 16) : nil
  }

  private mutating func parseNumber() throws {
    let start = position
    while let digit = peek, digit &- 0x30 < 10, position - start < 15 { position += 1 }
    if position == start || continuesNumber {
      while continuesNumber { position += 1 }
      let characters = text[start..<position]
      guard let number = Double(String(decoding: characters, as: UTF8.self)), number.isFinite else {
        position = start
        throw unexpected("a value")
      }
    }
    append(.number, from: start, to: position)
  }

  private var continuesNumber: Bool {
    guard let byte = peek else { return false }
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      return true
    default: return false
    }
  }

  private mutating func parseWord(_ word: String, _ kind: JSONDocument.Kind) throws {
    guard text[position...].starts(with: word.utf8) else { throw unexpected("a value") }
    append(kind, from: position, to: position + word.utf8.count)
    position += word.utf8.count
  }

  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private func unexpected(_ expected: String) -> InputError {
    let line = text[..<position].count { $0 == 0x0A } + 1
    guard position < text.count else {
      return InputError(
        place, "is cut short: expected \(expected), but it ends in line \(line).",
        remedy: "Copy or create the file again.")
    }
    let found = String(decoding: text[position...].prefix(8).prefix { $0 > 0x20 }, as: UTF8.self)
    return InputError("\(place):\(line)", "is not JSON: expected \(expected), found '\(found)'.")
  }
}
