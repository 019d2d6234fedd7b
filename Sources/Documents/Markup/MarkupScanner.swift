/// Finds tags in HTML or XML, by place.
///
/// libxml2 checks XML (``XMLCheck``), but says of nothing at which byte it stands: entities and its own
/// buffers move what it counts. So the places are found here, by the rules of the HTML standard's
/// tokenizer, or, for what is known to be well-formed XML, by far fewer.
struct MarkupScanner {
  /// What the text is written in.
  enum Dialect { case html, xml }

  /// A tag's attribute.
  struct Attribute {
    /// In lower case in HTML.
    let name: String
    /// Its value as it is written, without quotation marks.
    let value: Range<Int>
    let isQuoted: Bool
  }

  /// A piece of the text.
  enum Token {
    case text(Range<Int>)
    /// The text of a CDATA section.
    case literal(Range<Int>, section: Range<Int>)
    case open(name: String, Range<Int>, isEmpty: Bool)
    case close(name: String, Range<Int>)
    /// A comment, a declaration or an instruction.
    case other(Range<Int>)
  }

  private let bytes: [UInt8]
  private let dialect: Dialect
  /// Where the next token begins.
  private(set) var position: Int
  private let end: Int
  /// The attributes of the last tag that was opened.
  private(set) var attributes: [Attribute] = []
  /// The element whose content is text up to its end tag.
  private var rawTextElement: String?

  init(_ bytes: [UInt8], _ dialect: Dialect, in range: Range<Int>? = nil) {
    self.bytes = bytes
    self.dialect = dialect
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  private static let rawTextElements: Set<String> = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext",
  ]

  /// The next token; `nil` at the end.
  mutating func next() -> Token? {
    guard position < end else { return nil }
    let start = position
    if let element = rawTextElement {
      rawTextElement = nil
      position = endOfRawText(element)
      if position > start { return .text(start..<position) }
    }
    if bytes[position] == UInt8(ascii: "<"), let token = markup() { return token }
    position += 1
    while position < end {
      if bytes[position] == UInt8(ascii: "<"), beginsMarkup(position) { break }
      position += 1
    }
    return .text(start..<position)
  }

  private subscript(place: Int) -> UInt8 { place < end ? bytes[place] : 0 }

  private func beginsMarkup(_ place: Int) -> Bool {
    let next = self[place + 1]
    return isNameStart(next) || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
      || next == UInt8(ascii: "/") && place + 2 < end
  }

  private func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || dialect == .xml && (byte >= 0x80 || byte == UInt8(ascii: "_"))
  }

  private mutating func markup() -> Token? {
    let start = position
    guard beginsMarkup(start) else { return nil }
    switch self[start + 1] {
    case UInt8(ascii: "!"):
      if starts(with: "<!--", at: start) { return .other(take(through: "-->", from: start + 4)) }
      if dialect == .xml {
        if starts(with: "<![CDATA[", at: start) {
          let section = take(through: "]]>", from: start + 9)
          return .literal(start + 9..<max(start + 9, section.upperBound - 3), section: section)
        }
        return .other(takeDeclaration())
      }
      return .other(take(through: ">", from: start + 2))
    case UInt8(ascii: "?"):
      return .other(take(through: dialect == .xml ? "?>" : ">", from: start + 2))
    case UInt8(ascii: "/"):
      guard isNameStart(self[start + 2]) else { return .other(take(through: ">", from: start + 2)) }
      let name = takeName(from: start + 2)
      _ = takeAttributes()
      return .close(name: name, start..<position)
    default:
      let name = takeName(from: start + 1)
      let isEmpty = takeAttributes()
      if dialect == .html, Self.rawTextElements.contains(name) { rawTextElement = name }
      return .open(name: name, start..<position, isEmpty: isEmpty && dialect == .xml)
    }
  }

  private func starts(with text: StaticString, at place: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place + count <= end else { return false }
    return (0..<count).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
  }

  private mutating func take(through text: StaticString, from place: Int) -> Range<Int> {
    let start = position
    var place = place
    // An HTML comment may end at once: `<!-->` and `<!--->`.
    if dialect == .html, starts(with: "<!-->", at: start) || starts(with: "<!--->", at: start) {
      place = start + 2
    }
    while place < end, !starts(with: text, at: place) { place += 1 }
    position = min(end, place + text.utf8CodeUnitCount)
    return start..<position
  }

  /// A document type, which may have declarations within brackets.
  private mutating func takeDeclaration() -> Range<Int> {
    let start = position
    var (isInBrackets, quote) = (false, UInt8(0))
    while position < end {
      let byte = bytes[position]
      position += 1
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "[") {
        isInBrackets = true
      } else if byte == UInt8(ascii: "]") {
        isInBrackets = false
      } else if byte == UInt8(ascii: ">"), !isInBrackets {
        break
      }
    }
    return start..<position
  }

  private mutating func takeName(from place: Int) -> String {
    position = place
    while position < end, !isSpace(bytes[position]), bytes[position] != UInt8(ascii: ">"),
      bytes[position] != UInt8(ascii: "/")
    { position += 1 }
    return name(place..<position)
  }

  private func name(_ range: Range<Int>) -> String {
    guard dialect == .html else { return String(decoding: bytes[range], as: UTF8.self) }
    return String(
      decoding: bytes[range].lazy.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// Takes the rest of a tag.
  ///
  /// - Returns: Whether it ends in `/>`.
  private mutating func takeAttributes() -> Bool {
    attributes.removeAll(keepingCapacity: true)
    var isEmpty = false
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: ">") {
        position += 1
        return isEmpty
      }
      isEmpty = byte == UInt8(ascii: "/")
      if isEmpty || isSpace(byte) {
        position += 1
        continue
      }
      let start = position
      position += 1
      while position < end, !isSpace(bytes[position]), !"/>=".utf8.contains(bytes[position]) {
        position += 1
      }
      let name = name(start..<position)
      var place = position
      while isSpace(self[place]) { place += 1 }
      guard self[place] == UInt8(ascii: "=") else {
        attributes.append(Attribute(name: name, value: position..<position, isQuoted: false))
        continue
      }
      place += 1
      while isSpace(self[place]) { place += 1 }
      takeValue(of: name, from: place)
    }
    return isEmpty
  }

  private mutating func takeValue(of name: String, from place: Int) {
    let quote = self[place]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    position = isQuoted ? place + 1 : place
    let start = position
    if isQuoted {
      while position < end, bytes[position] != quote { position += 1 }
    } else {
      while position < end, !isSpace(bytes[position]), bytes[position] != UInt8(ascii: ">") {
        position += 1
      }
    }
    attributes.append(Attribute(name: name, value: start..<position, isQuoted: isQuoted))
    if isQuoted { position = min(end, position + 1) }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private func endOfRawText(_ element: String) -> Int {
    guard element != "plaintext" else { return end }
    let name = Array(element.utf8)
    var place = position
    while place < end {
      if bytes[place] == UInt8(ascii: "<"), self[place + 1] == UInt8(ascii: "/"),
        place + 2 + name.count <= end,
        zip(bytes[(place + 2)...], name).allSatisfy({ $0 | 0x20 == $1 })
      {
        let next = self[place + 2 + name.count]
        if isSpace(next) || next == UInt8(ascii: ">") || next == UInt8(ascii: "/") { return place }
      }
      place += 1
    }
    return end
  }
}
