extension JSON {
  /// Parses a whole file's text.
  ///
  /// - Parameter place: The file's path, for errors.
  /// - Throws: ``InputError`` with the line at which the text stops being JSON.
  package init(parsing text: String, place: String) throws {
    var text = text
    self = try text.withUTF8 { try JSON(utf8: $0, place: place) }
  }

  /// Parses a whole file's bytes, valid UTF-8.
  init(utf8 text: UnsafeBufferPointer<UInt8>, place: String) throws {
    var parser = JSONParser(text: text, place: place)
    self = try parser.parse()
  }
}

/// A recursive-descent parser of RFC 8259.
private struct JSONParser {
  let text: UnsafeBufferPointer<UInt8>
  let place: String
  var position = 0

  /// Deeper nesting is refused, so that a file of brackets cannot exhaust the stack.
  private static let deepestLevel = 64

  init(text: UnsafeBufferPointer<UInt8>, place: String) {
    self.text = text
    self.place = place
  }

  mutating func parse() throws -> JSON {
    let value = try parseValue(level: 0)
    skipWhiteSpace()
    guard position == text.count else { throw unexpected("the end of the file") }
    return value
  }

  private mutating func parseValue(level: Int) throws -> JSON {
    guard level < Self.deepestLevel else {
      throw unexpected("at most \(Self.deepestLevel) levels of nesting")
    }
    skipWhiteSpace()
    switch peek {
    case UInt8(ascii: "{"): return try parseObject(level: level)
    case UInt8(ascii: "["): return try parseArray(level: level)
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    default: return try parseNumber()
    }
  }

  private mutating func parseObject(level: Int) throws -> JSON {
    var members: [JSON.Member] = []
    position += 1
    skipWhiteSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipWhiteSpace()
      guard peek == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
      let name = try parseString()
      skipWhiteSpace()
      guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
      members.append(JSON.Member(name, try parseValue(level: level + 1)))
      skipWhiteSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw unexpected("',' or '}'") }
    }
  }

  private mutating func parseArray(level: Int) throws -> JSON {
    var values: [JSON] = []
    position += 1
    skipWhiteSpace()
    if take(UInt8(ascii: "]")) { return .array(values) }
    while true {
      values.append(try parseValue(level: level + 1))
      skipWhiteSpace()
      if take(UInt8(ascii: "]")) { return .array(values) }
      guard take(UInt8(ascii: ",")) else { throw unexpected("',' or ']'") }
    }
  }

  private mutating func parseString() throws -> String {
    position += 1
    let start = position
    while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\\") {
      position += 1
      if byte == UInt8(ascii: "\"") {
        return String(decoding: text[start..<position - 1], as: UTF8.self)
      }
    }
    return try parseStringWithEscapes(Array(text[start..<position]))
  }

  /// The rest of a string whose beginning is known.
  private mutating func parseStringWithEscapes(_ beginning: [UInt8]) throws -> String {
    var bytes = beginning
    while let byte = peek, byte >= 0x20 {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"): try bytes.append(contentsOf: parseEscape())
      default: bytes.append(byte)
      }
    }
    throw unexpected("the end of a string")
  }

  private mutating func parseEscape() throws -> [UInt8] {
    guard let byte = peek else { throw unexpected("an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var units = [try parseCodeUnit()]
      if UTF16.isLeadSurrogate(units[0]), text[position...].starts(with: "\\u".utf8) {
        position += 2
        units.append(try parseCodeUnit())
      }
      // A surrogate without its other half becomes U+FFFD.
      return Array(String(decoding: units, as: UTF16.self).utf8)
    default:
      position -= 1
      throw unexpected("an escape")
    }
  }

  private mutating func parseCodeUnit() throws -> UInt16 {
    let digits = text[position...].prefix(4).prefix { Character(Unicode.Scalar($0)).isHexDigit }
    guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits") }
    position += 4
    return unit
  }

  private mutating func parseNumber() throws -> JSON {
    let start = position
    var whole = 0
    while let digit = peek, digit &- 0x30 < 10, position - start < 15 {
      whole = 10 * whole + Int(digit - 0x30)
      position += 1
    }
    if position > start, !continuesNumber { return .number(Double(whole)) }
    while continuesNumber { position += 1 }
    let characters = text[start..<position]
    guard let number = Double(String(decoding: characters, as: UTF8.self)), number.isFinite else {
      position = start
      throw unexpected("a value")
    }
    return .number(number)
  }

  private var continuesNumber: Bool {
    guard let byte = peek else { return false }
    return byte &- 0x30 < 10 || "+-.eE".utf8.contains(byte)
  }

  private mutating func parseWord(_ word: String, _ value: JSON) throws -> JSON {
    guard text[position...].starts(with: word.utf8) else { throw unexpected("a value") }
    position += word.utf8.count
    return value
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
