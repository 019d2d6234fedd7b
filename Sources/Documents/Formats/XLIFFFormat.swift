import Dragoman

/// Packages of translators: XLIFF 1.2 and 2.x.
///
/// Segments that have a translation keep it, and so do alternatives. Others get one: of 1.2 in the state
/// `needs-review-translation`.
struct XLIFFFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    try XMLCheck.check(bytes, place: place)
    var reader = XLIFFReader(bytes)
    return reader.read()
  }
}

private struct XLIFFReader {
  private let bytes: [UInt8]
  private var scanner: MarkupScanner
  private var blocks: [Block] = []
  private var unit = Unit()
  /// Whether each element around is translated.
  private var isTranslated = [true]
  private var isVersion2 = false

  /// A segment under way.
  private struct Unit {
    var parts: [InlinePart] = []
    /// Behind the source, and before it on its line.
    var end: Int?
    var indent = ""
    var target: Range<Int>?
    var targetTag = ""
    var hasTarget = false
    var keepsSpace = false
  }

  private static let tags: Set<String> = ["g", "mrk", "pc"]
  private static let wholes: Set<String> = ["ph", "it", "sub", "cp"]
  /// What begins and ends something, and by which attribute they know each other.
  private static let beginnings = ["bpt": "rid", "bx": "rid", "sc": "id"]
  private static let ends = ["ept": "rid", "ex": "rid", "ec": "startRef"]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    scanner = MarkupScanner(bytes, .xml)
  }

  mutating func read() -> [Block] {
    while let token = scanner.next() {
      switch token {
      case .open(let name, let range, let isEmpty): open(name, range, isEmpty)
      case .close(let name, _): close(name)
      default: break
      }
    }
    return blocks
  }

  private func attribute(_ name: String) -> String? {
    scanner.attributes.first { $0.name == name }.flatMap {
      CharacterReferences.text(bytes, $0.value, .xml)
    }
  }

  private mutating func open(_ name: String, _ range: Range<Int>, _ isEmpty: Bool) {
    switch name {
    case "xliff": isVersion2 = attribute("version")?.hasPrefix("2") ?? false
    // A translation that somebody offers, and notes.
    case "alt-trans", "mtc:matches", "matches", "notes", "glossary":
      if !isEmpty { skip(name) }
      return
    case "trans-unit", "segment": unit = Unit()
    case "source":
      let line = bytes[..<range.lowerBound].lastIndex(of: 0x0A).map { bytes[$0..<range.lowerBound] }
      if let line, line.dropFirst().allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
        unit.indent = String(decoding: line, as: UTF8.self)
      }
      unit.keepsSpace = unit.keepsSpace || attribute("xml:space") == "preserve"
      if !isEmpty { unit.parts = readInline("source").parts }
      unit.end = scanner.position
      return
    case "seg-source":
      // Segments of the source as its segmenter found them: their marks are to be in the target, too.
      if !isEmpty { unit.parts = readInline("seg-source").parts }
      unit.end = scanner.position
      return
    case "target":
      unit.targetTag = String(decoding: bytes[range], as: UTF8.self)
      let state = attribute("state")
      let content = isEmpty ? (parts: [], hasText: false) : readInline("target")
      unit.target = range.lowerBound..<scanner.position
      unit.hasTarget = content.hasText && !["new", "needs-translation"].contains(state)
      return
    default: break
    }
    guard !isEmpty else { return }
    let translate = attribute("translate")
    isTranslated.append(translate.map { $0 != "no" } ?? isTranslated.last ?? true)
    if attribute("xml:space") == "preserve" { unit.keepsSpace = true }
  }

  private mutating func close(_ name: String) {
    if ["trans-unit", "segment"].contains(name) { endUnit() }
    if isTranslated.count > 1 { isTranslated.removeLast() }
  }

  private mutating func skip(_ name: String) {
    while let token = scanner.next() {
      if case .close(name, _) = token { return }
    }
  }

  /// Reads text with its tags up to the end of an element.
  private mutating func readInline(_ element: String) -> (parts: [InlinePart], hasText: Bool) {
    var parts: [InlinePart] = []
    var tags = TagPairs()
    var hasText = false
    while let token = scanner.next() {
      switch token {
      case .close(element, _): return (parts, hasText)
      case .text(let range):
        for piece in CharacterReferences.pieces(bytes, range, .xml) ?? [] {
          switch piece {
          case .text(let text, _):
            parts.append(.text(text))
            if text.contains(where: { !$0.isWhitespace }) { hasText = true }
          case .unknown(let place): parts.append(.code(.source(place), shown: ""))
          }
        }
      case .literal(let range, _):
        parts.append(.text(String(decoding: bytes[range], as: UTF8.self)))
        hasText = true
      case .open(let name, let range, let isEmpty):
        parts.append(tag(name, range, isEmpty, &tags))
        hasText = true
      case .close(let name, let range):
        let tag = tags.close(name)
        parts.append(tag.map { .close($0, .source(range)) } ?? .code(.source(range), shown: ""))
      case .other(let range): parts.append(.code(.source(range), shown: ""))
      }
    }
    return (parts, hasText)
  }

  private mutating func tag(
    _ name: String, _ range: Range<Int>, _ isEmpty: Bool, _ tags: inout TagPairs
  ) -> InlinePart {
    let protects = attribute("translate") == "no" || attribute("mtype") == "protected"
    if Self.tags.contains(name), !isEmpty, !protects {
      return .open(tags.open(name), .source(range))
    }
    let shown = attribute("equiv-text") ?? attribute("equiv") ?? attribute("disp")
    let key = Self.beginnings[name] ?? Self.ends[name]
    let identifier = key.flatMap(attribute) ?? attribute("id") ?? ""
    let (content, end) = isEmpty ? ("", range.upperBound) : readWhole(name)
    let markup = Markup.source(range.lowerBound..<end)
    if Self.beginnings[name] != nil { return .open(tags.open("#\(identifier)"), markup) }
    if Self.ends[name] != nil, let tag = tags.close("#\(identifier)") { return .close(tag, markup) }
    let text = shown ?? (protects || isPlaceholder(content) ? content : "")
    return .code(markup, shown: text.utf8.count > 60 ? "" : text.trimmed)
  }

  /// Whether what stands in a code is one of the things that a model has seen in text.
  private func isPlaceholder(_ text: String) -> Bool {
    Placeholders.words(.messages, in: text) == [text]
  }

  /// The text of the element that has begun, and the place behind it.
  private mutating func readWhole(_ name: String) -> (text: String, end: Int) {
    var (text, depth) = ("", 1)
    while depth > 0, let token = scanner.next() {
      switch token {
      case .open(name, _, false): depth += 1
      case .close(name, _): depth -= 1
      case .text(let range): text += CharacterReferences.text(bytes, range, .xml) ?? ""
      default: break
      }
    }
    return (text, scanner.position)
  }

  private mutating func endUnit() {
    defer { unit = Unit() }
    guard isTranslated.last ?? true, !unit.hasTarget, let end = unit.end else { return }
    let state = isVersion2 ? "" : " state=\"needs-review-translation\""
    var prefix = unit.targetTag.replacing("/>", with: ">")
    if prefix.isEmpty {
      prefix = "\(unit.indent)<target\(state)>"
    } else {
      for old in ["new", "needs-translation"] {
        prefix.replace("state=\"\(old)\"", with: "state=\"needs-review-translation\"")
      }
    }
    var block = Block(
      range: unit.target ?? end..<end, parts: unit.parts,
      spelling: EscapedText(
        prefix: prefix, suffix: "</target>", escape: CharacterReferences.escapedXML))
    block.placeholders = .messages
    block.collapsesSpace = !unit.keepsSpace
    if block.hasText { blocks.append(block) }
  }
}
