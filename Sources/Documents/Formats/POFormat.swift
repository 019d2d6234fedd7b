import Dragoman

/// Catalogues of gettext: `.po` and `.pot`.
///
/// What has a translation keeps it. A message gets one if its `msgstr` is empty, or if it is marked as fuzzy,
/// which it stays: somebody is to look at it. Messages of the plural go to all forms but the first.
struct POFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    var reader = POReader(bytes: bytes, place: place)
    return try reader.read()
  }
}

private struct POReader {
  let bytes: [UInt8]
  let place: String
  private var blocks: [Block] = []
  private var entry = Entry()
  /// The string that the next line in quotation marks goes on with.
  private var current: Keyword?

  init(bytes: [UInt8], place: String) {
    self.bytes = bytes
    self.place = place
  }

  fileprivate enum Keyword: Hashable {
    case context, message, plural
    case translation(Int)
  }

  private struct Entry {
    var texts: [Keyword: [UInt8]] = [:]
    /// From the first quotation mark to the last.
    var ranges: [Keyword: Range<Int>] = [:]
    var isFuzzy = false
  }

  mutating func read() throws -> [Block] {
    var start = 0
    var number = 0
    while start < bytes.count {
      number += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      try take(start..<end, number: number)
      start = end + 1
    }
    endEntry()
    return blocks
  }

  private mutating func take(_ line: Range<Int>, number: Int) throws {
    let start = bytes[line].firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
    guard let start else { return endEntry() }
    if bytes[start] == UInt8(ascii: "#") {
      if entry.ranges.keys.contains(where: \.isTranslation) { endEntry() }
      if bytes[start...].starts(with: "#,".utf8) {
        let flags = String(decoding: bytes[start..<line.upperBound], as: UTF8.self)
        if flags.contains("fuzzy") { entry.isFuzzy = true }
      }
      current = nil
      return
    }
    var text = start
    if bytes[start] != UInt8(ascii: "\"") {
      let word = bytes[start..<line.upperBound].prefix {
        $0 != 0x20 && $0 != 0x09 && $0 != UInt8(ascii: "\"")
      }
      guard let keyword = Keyword(String(decoding: word, as: UTF8.self)) else {
        throw error(
          number,
          "expected a keyword such as 'msgid', found '\(String(decoding: word.prefix(20), as: UTF8.self))'"
        )
      }
      if keyword == .message || keyword == .context,
        entry.ranges.keys.contains(where: \.isTranslation)
      {
        endEntry()
      }
      current = keyword
      text =
        bytes[word.endIndex..<line.upperBound].firstIndex(of: UInt8(ascii: "\"")) ?? line.upperBound
    }
    guard let current, let (string, end) = Self.unquoted(bytes[text..<line.upperBound]) else {
      throw error(number, "expected text in quotation marks")
    }
    entry.texts[current, default: []] += string
    entry.ranges[current] = (entry.ranges[current]?.lowerBound ?? text)..<end
  }

  private func error(_ number: Int, _ problem: String) -> InputError {
    InputError(
      "\(place):\(number)", "is no catalogue of gettext: \(problem).",
      remedy: "'msgfmt --check' says more.")
  }

  /// The string within quotation marks, and the place behind it.
  private static func unquoted(_ text: ArraySlice<UInt8>) -> (string: [UInt8], end: Int)? {
    guard text.first == UInt8(ascii: "\"") else { return nil }
    var string: [UInt8] = []
    var place = text.startIndex + 1
    while place < text.endIndex {
      var byte = text[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return (string, place) }
      if byte == UInt8(ascii: "\\"), place < text.endIndex {
        byte = text[place]
        place += 1
        switch byte {
        case UInt8(ascii: "n"): byte = 0x0A
        case UInt8(ascii: "t"): byte = 0x09
        case UInt8(ascii: "r"): byte = 0x0D
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): break
        // No UTF-8: a message with other escapes is left alone.
        default: byte = 0xFF
        }
      }
      string.append(byte)
    }
    return nil
  }

  /// Makes blocks of the message that has ended.
  private mutating func endEntry() {
    defer {
      entry = Entry()
      current = nil
    }
    guard let message = entry.texts[.message], !message.isEmpty else { return }
    for (keyword, range) in entry.ranges {
      guard case .translation(let form) = keyword,
        entry.isFuzzy || entry.texts[keyword]?.isEmpty ?? true
      else { continue }
      let text = form == 0 ? message : entry.texts[.plural] ?? message
      guard let text = String(validating: text, as: UTF8.self) else { continue }
      var block = Block(
        range: range, parts: MessageText.parts(of: text),
        spelling: MessageSpelling(escape: Self.quoted))
      block.placeholders = .messages
      if block.hasText { blocks.append(block) }
    }
  }

  /// A string as gettext writes it: on several lines if it has several, or is long.
  private static let quoted: @Sendable (String) -> String = { text in
    var lines = [""]
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n":
        lines[lines.count - 1] += "\\n"
        lines.append("")
      case "\t": lines[lines.count - 1] += "\\t"
      case "\r": lines[lines.count - 1] += "\\r"
      case "\"": lines[lines.count - 1] += "\\\""
      case "\\": lines[lines.count - 1] += "\\\\"
      default: lines[lines.count - 1].unicodeScalars.append(scalar)
      }
    }
    if lines.last?.isEmpty ?? false, lines.count > 1 { lines.removeLast() }
    let wrapped = lines.flatMap { $0.wrapped(to: 76) }
    guard wrapped.count > 1 || (wrapped.first?.count ?? 0) > 70 else {
      return "\"\(wrapped.first ?? "")\""
    }
    return (["\"\""] + wrapped.map { "\"\($0)\"" }).joined(separator: "\n")
  }
}

extension POReader.Keyword {
  fileprivate init?(_ word: String) {
    switch word {
    case "msgctxt": self = .context
    case "msgid": self = .message
    case "msgid_plural": self = .plural
    case "msgstr": self = .translation(0)
    default:
      guard word.hasPrefix("msgstr["), word.hasSuffix("]"),
        let form = Int(word.dropFirst(7).dropLast()), form >= 0
      else { return nil }
      self = .translation(form)
    }
  }

  fileprivate var isTranslation: Bool {
    if case .translation = self { true } else { false }
  }
}

extension String {
  /// The text in lines of a width, each with the space at its end.
  fileprivate func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var (line, word) = ("", "")
    for character in self {
      word.append(character)
      guard character == " " else { continue }
      if !line.isEmpty, line.count + word.count > width {
        lines.append(line)
        line = ""
      }
      line += word
      word = ""
    }
    if !line.isEmpty, line.count + word.count > width {
      lines.append(line)
      line = ""
    }
    return lines + [line + word]
  }
}
