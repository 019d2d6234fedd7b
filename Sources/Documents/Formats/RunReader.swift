/// The names of paragraphs and their runs in a part of an Office document.
struct RunNames: Sendable {
  let paragraph: String
  let run: String
  let properties: String
  let text: String
  /// Of WordprocessingML, whose runs have more in them.
  var isWord = false

  /// Word's text.
  static let word = RunNames(
    paragraph: "w:p", run: "w:r", properties: "w:rPr", text: "w:t", isWord: true)
  /// Text of slides, charts and diagrams.
  static let drawing = RunNames(paragraph: "a:p", run: "a:r", properties: "a:rPr", text: "a:t")
  /// The strings that the cells of a workbook share.
  static let sharedString = RunNames(paragraph: "si", run: "r", properties: "rPr", text: "t")
}

/// Office documents (ECMA-376): paragraphs of runs, each a text with its formatting.
///
/// Word cuts text into runs for reasons that nobody sees, such as when it was typed and where the spelling is
/// wrong. Runs of the same visible formatting are one. The formatting that most of a paragraph has is its
/// own; others are tags around their text.
struct RunFormat: ContentFormat {
  let names: RunNames
  /// Texts that something else refers to, and that stay.
  var kept: Set<String> = []

  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    try XMLCheck.check(bytes, place: place)
    var reader = RunReader(bytes, names)
    while let token = reader.scanner.next() {
      if case .open(names.paragraph, let range, false) = token { reader.readParagraph(range) }
    }
    return reader.blocks.filter { kept.isEmpty || !kept.contains($0.parts.text) }
  }
}

/// Reads paragraphs, those within others too.
struct RunReader {
  let bytes: [UInt8]
  let names: RunNames
  var scanner: MarkupScanner
  private(set) var blocks: [Block] = []

  init(_ bytes: [UInt8], _ names: RunNames) {
    self.bytes = bytes
    self.names = names
    scanner = MarkupScanner(bytes, .xml)
  }

  /// Elements of which nothing is left when the paragraph is translated.
  private static let dropped: Set<String> = [
    "w:proofErr", "w:lastRenderedPageBreak", "rPh", "phoneticPr",
  ]
  /// Elements with runs in them.
  private static let containers: Set<String> = [
    "w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:bdo", "w:dir",
  ]

  /// Reads the paragraph whose tag was read.
  mutating func readParagraph(_ tag: Range<Int>) {
    var paragraph = Paragraph(names)
    while let token = scanner.next() {
      switch token {
      case .close(names.paragraph, _):
        if let block = paragraph.block { blocks.append(block) }
        return
      case .open(names.run, let range, let isEmpty):
        if !isEmpty { readRun(range, &paragraph) }
      // A string of a workbook that is formatted as its cell.
      case .open(names.text, let range, let isEmpty) where !names.isWord:
        if !isEmpty {
          paragraph.addText(readText(), range.lowerBound..<scanner.position, style: "")
        }
      case .open("w:sdt", let range, false):
        paragraph.open(through("w:sdtContent", from: range.lowerBound))
      case .close("w:sdtContent", let range):
        while let next = scanner.next() {
          if case .close("w:sdt", _) = next { break }
        }
        paragraph.close(range.lowerBound..<scanner.position)
      case .open(let name, let range, let isEmpty):
        if !isEmpty, Self.containers.contains(name) {
          paragraph.open(range)
        } else {
          let whole = isEmpty ? range : skip(name, from: range)
          // Properties stand before the text, or behind it.
          let isProperty = paragraph.isEmpty && name.hasSuffix("Pr") || name == "a:endParaRPr"
          if !isProperty, !Self.dropped.contains(name) { paragraph.add(code: whole, of: name) }
        }
      case .close(_, let range): paragraph.close(range)
      case .text, .literal, .other: break
      }
    }
  }

  /// What stands from a place to the opening of an element, that included.
  private mutating func through(_ name: String, from start: Int) -> Range<Int> {
    while let token = scanner.next() {
      if case .open(name, _, _) = token { break }
    }
    return start..<scanner.position
  }

  /// Passes over an element whose opening was read; paragraphs in it become blocks.
  private mutating func skip(_ name: String, from tag: Range<Int>) -> Range<Int> {
    var depth = 1
    while depth > 0, let token = scanner.next() {
      switch token {
      case .open(names.paragraph, let range, false) where name != names.paragraph:
        readParagraph(range)
      case .open(name, _, false): depth += 1
      case .close(name, _): depth -= 1
      default: break
      }
    }
    return tag.lowerBound..<scanner.position
  }

  /// The text up to the end of the element whose opening was read.
  private mutating func readText() -> String {
    var text = ""
    while let token = scanner.next() {
      switch token {
      case .text(let range): text += CharacterReferences.text(bytes, range, .xml) ?? "\u{FFFD}"
      case .literal(let range, _): text += String(decoding: bytes[range], as: UTF8.self)
      case .close: return text
      default: break
      }
    }
    return text
  }

  private mutating func readRun(_ tag: Range<Int>, _ paragraph: inout Paragraph) {
    var style = tag.upperBound..<tag.upperBound
    var content: [Paragraph.Item] = []
    while let token = scanner.next() {
      switch token {
      case .close(names.run, let range):
        paragraph.addRun(
          content, tag.lowerBound..<range.upperBound,
          style: String(decoding: bytes[style], as: UTF8.self),
          key: styleKey(bytes[style]))
        return
      case .open(names.properties, let range, let isEmpty):
        style = isEmpty ? range : skip(names.properties, from: range)
      case .open(names.text, let range, let isEmpty):
        if !isEmpty { content.append(.text(readText(), range.lowerBound..<scanner.position)) }
      case .open(let name, let range, let isEmpty):
        let attributes = scanner.attributes
        let start = scanner.position
        let whole = isEmpty ? range : skip(name, from: range)
        switch name {
        case "w:br", "w:tab", "w:cr": content.append(.lineBreak(whole))
        case "w:noBreakHyphen": content.append(.text("\u{2011}", whole))
        case "w:fldChar":
          let type = attributes.first { $0.name == "w:fldCharType" }
          content.append(
            .field(type.map { String(decoding: bytes[$0.value], as: UTF8.self) } ?? ""))
        case "w:instrText":
          content.append(
            .instruction(String(decoding: bytes[start..<whole.upperBound], as: UTF8.self)))
        case _ where Self.dropped.contains(name): break
        default: content.append(.code(whole))
        }
      default: break
      }
    }
  }

  /// What of a formatting can be seen: its language and what a checker found cannot.
  private func styleKey(_ style: ArraySlice<UInt8>) -> String {
    var key = ""
    var scanner = MarkupScanner(bytes, .xml, in: style.startIndex..<style.endIndex)
    while let token = scanner.next() {
      switch token {
      case .open(let name, _, _):
        guard !["w:lang", "w:noProof"].contains(name) else { continue }
        let attributes = scanner.attributes.filter {
          !["lang", "altLang", "dirty", "err", "smtClean", "noProof", "bmk"].contains($0.name)
        }.map { "\($0.name)=\(String(decoding: bytes[$0.value], as: UTF8.self))" }.sorted()
        guard name != names.properties || !attributes.isEmpty else { continue }
        key += "<\(name) \(attributes.joined(separator: " "))>"
      case .close(let name, _): if name != names.properties { key += "/" }
      case .text(let range), .literal(let range, _):
        key += String(decoding: bytes[range], as: UTF8.self)
      case .other: break
      }
    }
    return key
  }
}
