import Dragoman

/// Text of OpenDocument files (ISO 26300): of documents, slides and sheets.
struct ODFFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    try XMLCheck.check(bytes, place: place)
    var reader = ODFReader(bytes)
    return reader.read()
  }
}

private struct ODFReader {
  private let bytes: [UInt8]
  private var scanner: MarkupScanner
  private var blocks: [Block] = []
  /// Styles of text that change nothing that a reader sees.
  private var invisible: Set<String> = []

  private static let paragraphs: Set<String> = ["text:p", "text:h"]
  private static let tags: Set<String> = ["text:span", "text:a", "text:meta", "text:ruby-base"]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    scanner = MarkupScanner(bytes, .xml)
  }

  mutating func read() -> [Block] {
    var style: String?
    while let token = scanner.next() {
      guard case .open(let name, let range, let isEmpty) = token else { continue }
      switch name {
      case "style:style":
        style = attribute("style:family") == "text" ? attribute("style:name") : nil
        // A style without properties, or with those of its parent.
        if isEmpty, let style, attribute("style:parent-style-name") == nil {
          invisible.insert(style)
        }
      case "style:text-properties":
        let isVisible = scanner.attributes.contains { !Self.isInvisible($0.name) }
        if let style, !isVisible { invisible.insert(style) }
      case "text:tracked-changes": skip(name)
      case _ where Self.paragraphs.contains(name): if !isEmpty { readParagraph(name, range) }
      default: break
      }
    }
    return blocks
  }

  private static func isInvisible(_ name: String) -> Bool {
    name.hasPrefix("officeooo:") || name.contains("language") || name.contains("country")
  }

  private func attribute(_ name: String) -> String? {
    scanner.attributes.first { $0.name == name }.flatMap {
      CharacterReferences.text(bytes, $0.value, .xml)
    }
  }

  private mutating func readParagraph(_ paragraph: String, _ tag: Range<Int>) {
    var builder = BlockBuilder(
      EscapedText(escape: CharacterReferences.escapedXML), collapsesSpace: true)
    while let token = scanner.next() {
      switch token {
      case .close(paragraph, _):
        builder.flush()
        blocks += builder.blocks
        return
      case .text(let range): builder.add(CharacterReferences.pieces(bytes, range, .xml))
      case .literal(let range, let section):
        builder.add(.text(String(decoding: bytes[range], as: UTF8.self)), section)
      case .open(let name, let range, let isEmpty):
        if !isEmpty, Self.tags.contains(name) {
          let style = name == "text:span" ? attribute("text:style-name") : nil
          builder.open(name, range, isDropped: style.map(invisible.contains) ?? false)
        } else {
          addWhole(name, range, isEmpty, &builder)
        }
      case .close(let name, let range): builder.close(name, range)
      case .other(let range): builder.add(.code(.source(range), shown: ""), range)
      }
    }
  }

  /// Takes an element that is no tag around text.
  private mutating func addWhole(
    _ name: String, _ range: Range<Int>, _ isEmpty: Bool, _ builder: inout BlockBuilder
  ) {
    let count = attribute("text:c").flatMap { Int($0) } ?? 1
    let (shown, end) = isEmpty ? ("", range.upperBound) : readWhole(name)
    let whole = range.lowerBound..<end
    switch name {
    case "text:line-break", "text:tab": builder.add(.lineBreak(.source(whole)), whole)
    // Several spaces are there for their width.
    case "text:s" where count == 1: builder.add(.text(" "), whole)
    case "text:s": builder.add(.lineBreak(.source(whole)), whole)
    case "text:soft-page-break": builder.add(.text(""), whole)
    default:
      // The value of a field is a part of the sentence; a note or a picture is none.
      let isField = name.hasPrefix("text:") && name != "text:note" && shown.utf8.count <= 60
      builder.add(.code(.source(whole), shown: isField ? shown.trimmed : ""), whole)
    }
  }

  /// The text of the element that has begun, and the place behind it. Paragraphs in it become blocks.
  private mutating func readWhole(_ name: String) -> (text: String, end: Int) {
    var (text, depth) = ("", 1)
    while depth > 0, let token = scanner.next() {
      switch token {
      case .open(let inner, let range, false) where Self.paragraphs.contains(inner):
        readParagraph(inner, range)
      case .open(name, _, false): depth += 1
      case .close(name, _): depth -= 1
      case .text(let range): text += CharacterReferences.text(bytes, range, .xml) ?? ""
      default: break
      }
    }
    return (text, scanner.position)
  }

  private mutating func skip(_ name: String) {
    while let token = scanner.next() {
      if case .close(name, _) = token { return }
    }
  }
}
