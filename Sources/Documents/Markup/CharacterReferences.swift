import CLibXML2

/// The characters that HTML and XML write with `&`.
enum CharacterReferences {
  /// A piece of text as it is read.
  enum Piece {
    case text(String, Range<Int>)
    /// A reference that is not known, which stays as it is.
    case unknown(Range<Int>)
  }

  /// What text with references reads; `nil` when it is not UTF-8.
  static func pieces(_ bytes: [UInt8], _ range: Range<Int>, _ dialect: MarkupScanner.Dialect)
    -> [Piece]?
  {
    guard let text = String(validating: bytes[range], as: UTF8.self) else { return nil }
    guard bytes[range].contains(UInt8(ascii: "&")) else { return [.text(text, range)] }
    var pieces: [Piece] = []
    var current: [UInt8] = []
    var (start, place) = (range.lowerBound, range.lowerBound)
    func endText() {
      guard !current.isEmpty else { return }
      pieces.append(.text(String(decoding: current, as: UTF8.self), start..<place))
      current = []
    }
    while place < range.upperBound {
      guard bytes[place] == UInt8(ascii: "&"),
        let (value, end) = reference(bytes, place, range.upperBound, dialect)
      else {
        current.append(bytes[place])
        place += 1
        continue
      }
      if let value {
        current += String(value).utf8
      } else {
        endText()
        pieces.append(.unknown(place..<end))
        start = end
      }
      place = end
    }
    endText()
    return pieces
  }

  /// The text of an attribute or the like; `nil` when it is not UTF-8 or has references that are not known.
  static func text(_ bytes: [UInt8], _ range: Range<Int>, _ dialect: MarkupScanner.Dialect)
    -> String?
  {
    guard let pieces = pieces(bytes, range, dialect) else { return nil }
    var text = ""
    for piece in pieces {
      guard case .text(let part, _) = piece else { return nil }
      text += part
    }
    return text
  }

  /// The character of the reference at a place, or `nil` for one that is not known, and where it ends; `nil`
  /// when there is none.
  private static func reference(
    _ bytes: [UInt8], _ start: Int, _ limit: Int, _ dialect: MarkupScanner.Dialect
  ) -> (Unicode.Scalar?, end: Int)? {
    var end = start + 1
    let isNumber = end < limit && bytes[end] == UInt8(ascii: "#")
    if isNumber { end += 1 }
    let begin = end
    while end < limit, end - begin < 40, isLetterOrDigit(bytes[end]) { end += 1 }
    guard end > begin else { return nil }
    let name = String(decoding: bytes[begin..<end], as: UTF8.self)
    let isClosed = end < limit && bytes[end] == UInt8(ascii: ";")
    if isNumber {
      let isHexadecimal = name.hasPrefix("x") || name.hasPrefix("X")
      let number =
        isHexadecimal ? UInt32(name.dropFirst(), radix: 16) : UInt32(name, radix: 10)
      guard isClosed else { return nil }
      let scalar = number.flatMap { $0 < 0x20 ? nil : Unicode.Scalar($0) }
      return (scalar.flatMap { isPlain($0) ? $0 : nil }, end + 1)
    }
    // Old pages leave the semicolon out.
    guard isClosed else {
      guard dialect == .html, oldNames.contains(name) else { return nil }
      return (scalar(named: name, dialect), end)
    }
    return (scalar(named: name, dialect), end + 1)
  }

  /// Windows-1252 hides behind the numbers of controls; these references stay as they are.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    !(0x7F...0x9F).contains(scalar.value)
  }

  private static let oldNames: Set<String> = ["amp", "lt", "gt", "quot", "nbsp", "copy", "reg"]

  private static func scalar(named name: String, _ dialect: MarkupScanner.Dialect)
    -> Unicode.Scalar?
  {
    switch name {
    case "amp": "&"
    case "lt": "<"
    case "gt": ">"
    case "quot": "\""
    case "apos": "'"
    default:
      dialect == .xml
        ? nil : htmlEntityLookup(name).flatMap { Unicode.Scalar(UInt32($0.pointee.value)) }
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }

  /// Text for HTML.
  static let escapedHTML: @Sendable (String) -> String = {
    escaped($0, nonBreakingSpace: "&nbsp;", quote: nil)
  }

  /// Text for XML.
  static let escapedXML: @Sendable (String) -> String = {
    escaped($0, nonBreakingSpace: nil, quote: nil)
  }

  /// The value of an attribute, whatever its quotation marks.
  static let escapedAttribute: @Sendable (String) -> String = {
    escaped($0, nonBreakingSpace: nil, quote: "&quot;").replacing("'", with: "&#39;")
  }

  private static func escaped(
    _ text: String, nonBreakingSpace: String?, quote: String?
  ) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where quote != nil: result += quote ?? ""
      case "\u{A0}" where nonBreakingSpace != nil: result += nonBreakingSpace ?? ""
      // What XML cannot hold.
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
