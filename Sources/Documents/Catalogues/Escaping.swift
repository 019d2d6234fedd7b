/// How a kind of file writes, with a backslash, what it cannot write as it is.
struct Escaping: Sendable {
  /// The letters behind a backslash that stand for a character.
  let letters: [UInt8: UInt8]
  /// How many hexadecimal digits of a code follow a letter, at most.
  var digits: [UInt8: Int] = [:]
  /// The characters that are written with a letter.
  let written: Set<UInt8>
  /// Whether a backslash before any other character stands for that character. If not, text that has one is
  /// left alone.
  var isLenient = false
  /// Whether a line may end in a backslash, and go on behind the white space of the next.
  var continuesLines = false
  /// How a character is written by its code in UTF-16; `nil` where only letters are known.
  var code: UInt8?

  /// Reads a text that was read before from references or lines; `nil` as for bytes.
  func read(_ text: WrittenText) -> WrittenText? {
    read(text.bytes, text.bytes.indices).map { read in
      var result = WrittenText(at: text.range(of: 0..<0).lowerBound)
      for (index, byte) in read.bytes.enumerated() {
        result.append(byte, writtenAt: text.range(of: read.range(of: index..<index + 1)))
      }
      return result
    }
  }

  /// Reads what is written at a place; `nil` when it has an escape that is not known, or is not UTF-8.
  func read(_ bytes: [UInt8], _ range: Range<Int>) -> WrittenText? {
    guard bytes[range].contains(UInt8(ascii: "\\")) else {
      return String(validating: bytes[range], as: UTF8.self).map { _ in WrittenText(bytes, range) }
    }
    var text = WrittenText(at: range.lowerBound)
    var place = range.lowerBound
    while place < range.upperBound {
      let start = place
      place += 1
      guard bytes[start] == UInt8(ascii: "\\") else {
        text.append(bytes[start], writtenAt: start..<place)
        continue
      }
      guard place < range.upperBound else { return nil }
      let letter = bytes[place]
      if let count = digits[letter],
        let (scalar, end) = scalar(bytes, place, range.upperBound, count)
      {
        place = end
        text.append(String(scalar).utf8, writtenAt: start..<end)
      } else if continuesLines, letter == 0x0A || letter == 0x0D {
        place += letter == 0x0D && place + 1 < range.upperBound && bytes[place + 1] == 0x0A ? 2 : 1
        while place < range.upperBound, " \t\u{C}".utf8.contains(bytes[place]) { place += 1 }
      } else if let character = letters[letter] {
        place += 1
        text.append(character, writtenAt: start..<place)
      } else {
        guard isLenient, digits[letter] == nil else { return nil }
        // What stands for itself may have several bytes, of which the others follow.
        place += 1
        text.append(letter, writtenAt: start..<place)
      }
    }
    return String(validating: text.bytes, as: UTF8.self).map { _ in text }
  }

  /// The character whose code begins behind a letter, and where it ends.
  private func scalar(_ bytes: [UInt8], _ letter: Int, _ limit: Int, _ count: Int)
    -> (Unicode.Scalar, end: Int)?
  {
    guard let (code, end) = Self.code(bytes, letter + 1, limit, count) else { return nil }
    if let scalar = Unicode.Scalar(code) { return scalar.value == 0 ? nil : (scalar, end) }
    // Half of a pair: the other half follows.
    guard UTF16.isLeadSurrogate(UInt16(truncatingIfNeeded: code)), code < 0x10000, end + 1 < limit,
      bytes[end] == UInt8(ascii: "\\"), bytes[end + 1] == bytes[letter],
      let (next, last) = Self.code(bytes, end + 2, limit, count), (0xDC00...0xDFFF).contains(next)
    else { return nil }
    return Unicode.Scalar(0x10000 + (code & 0x3FF) << 10 + next & 0x3FF).map { ($0, last) }
  }

  private static func code(_ bytes: [UInt8], _ start: Int, _ limit: Int, _ count: Int)
    -> (UInt32, end: Int)?
  {
    let end = start + count
    guard end <= limit else { return nil }
    let digits = bytes[start..<end]
    guard digits.allSatisfy({ $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }) else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).map { ($0, end) }
  }

  /// Whether a file writes by its code all that is not ASCII.
  func isASCII(_ bytes: [UInt8]) -> Bool {
    guard let code, bytes.allSatisfy({ $0 < 0x80 }) else { return false }
    return bytes.indices.dropLast().contains {
      bytes[$0] == UInt8(ascii: "\\") && bytes[$0 + 1] == code
    }
  }

  /// A text as it is written.
  ///
  /// - Parameter isASCII: Whether all that is not ASCII is written by its code.
  func write(_ text: String, isASCII: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let byte = UInt8(exactly: scalar.value), byte < 0x80, written.contains(byte),
        let letter = letters.first(where: { $0.value == byte })?.key
      {
        result += "\\"
        result.unicodeScalars.append(Unicode.Scalar(letter))
      } else if scalar.value < 0x20 && scalar.value != 0x09 && scalar.value != 0x0A
        || isASCII && !scalar.isASCII, let code
      {
        result += Self.escaped(scalar, code)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A character by its code, as in `\u00e9`.
  static func escaped(_ scalar: Unicode.Scalar, _ letter: UInt8) -> String {
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\\(Unicode.Scalar(letter))" + String(repeating: "0", count: 4 - digits.count)
        + digits
    }.joined()
  }
}

extension Escaping {
  static let controls: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D,
    UInt8(ascii: "\\"): UInt8(ascii: "\\"),
  ]
  static let quote = [UInt8(ascii: "\""): UInt8(ascii: "\"")]

  /// Strings of gettext.
  static let po = Escaping(
    letters: controls.merging(quote) { first, _ in first },
    written: [0x09, 0x0A, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "\\")])

  /// Strings of JSON (RFC 8259).
  static let json = Escaping(
    letters: controls.merging(quote) { first, _ in first }.merging([
      UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "/"): UInt8(ascii: "/"),
    ]) { first, _ in first },
    digits: [UInt8(ascii: "u"): 4],
    written: [0x08, 0x09, 0x0A, 0x0C, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "\\")],
    code: UInt8(ascii: "u"))
}
