import Dragoman

/// Catalogues of gettext: `.po` and `.pot`.
///
/// What has a translation keeps it, unless all is to be translated again. A message gets one if its `msgstr` is
/// empty, or if it is marked as fuzzy, which it stays: somebody is to look at it. Messages of the plural go to
/// all forms but the first.
struct POFormat: ContentFormat {
  let settings: DocumentSettings

  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    var reader = POReader(bytes: bytes, place: place, retranslates: settings.retranslates)
    return try reader.read()
  }
}

private struct POReader {
  let bytes: [UInt8]
  let place: String
  let retranslates: Bool
  private var blocks: [Block] = []
  private var entry = Entry()
  /// The string that the next line in quotation marks goes on with.
  private var current: Keyword?

  init(bytes: [UInt8], place: String, retranslates: Bool) {
    (self.bytes, self.place, self.retranslates) = (bytes, place, retranslates)
  }

  fileprivate enum Keyword: Hashable {
    case context, message, plural
    case translation(Int)
  }

  private struct Entry {
    var texts: [Keyword: WrittenText] = [:]
    /// Those with an escape that is not known.
    var unread: Set<Keyword> = []
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
    guard let current, let end = endOfString(text, in: line) else {
      throw error(number, "expected text in quotation marks")
    }
    if let string = Escaping.po.read(bytes, text + 1..<end) {
      entry.texts[current, default: WrittenText(at: text)].append(string)
    } else {
      entry.unread.insert(current)
    }
    entry.ranges[current] = (entry.ranges[current]?.lowerBound ?? text)..<end + 1
  }

  private func error(_ number: Int, _ problem: String) -> InputError {
    InputError(
      "\(place):\(number)", "is no catalogue of gettext: \(problem).",
      remedy: "'msgfmt --check' says more.")
  }

  /// Where the quotation mark is that ends the string which begins at a place.
  private func endOfString(_ start: Int, in line: Range<Int>) -> Int? {
    guard start < line.upperBound, bytes[start] == UInt8(ascii: "\"") else { return nil }
    var place = start + 1
    while place < line.upperBound, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return place < line.upperBound ? place : nil
  }

  /// Makes blocks of the message that has ended.
  private mutating func endEntry() {
    defer {
      entry = Entry()
      current = nil
    }
    guard let message = entry.texts[.message], !message.bytes.isEmpty else { return }
    for (keyword, range) in entry.ranges {
      guard case .translation(let form) = keyword,
        retranslates || entry.isFuzzy || entry.texts[keyword]?.bytes.isEmpty ?? true
      else { continue }
      let source = form > 0 && entry.ranges[.plural] != nil ? Keyword.plural : .message
      guard let text = entry.texts[source], !entry.unread.contains(source) else { continue }
      let block = Block(
        message: MessageText.parts(of: text.bytes, text.bytes.indices), at: range,
        spelling: MessageSpelling(escape: Self.quoted))
      if block.hasText { blocks.append(block) }
    }
  }

  /// A string as gettext writes it: on several lines if it has several, or is long.
  private static let quoted: @Sendable (String) -> String = { text in
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      Escaping.po.write(String($0)) + "\\n"
    }
    lines[lines.count - 1].removeLast(2)
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
