import Dragoman

/// HTML, whatever a browser would make something of, and XHTML.
struct HTMLFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    Self.blocks(in: bytes, 0..<bytes.count)
  }

  /// The blocks of a piece of HTML within another text.
  static func blocks(in bytes: [UInt8], _ range: Range<Int>) -> [Block] {
    var reader = HTMLReader(bytes, range)
    return reader.read()
  }
}

private struct HTMLReader {
  private let bytes: [UInt8]
  /// Where the piece ends.
  private let limit: Int
  private var scanner: MarkupScanner
  private var builder = BlockBuilder(
    EscapedText(escape: CharacterReferences.escapedHTML), collapsesSpace: true)

  /// An element with unknown end is looked through so far, in bytes.
  private static let longestCode = 4096
  /// Longer texts of codes are hidden from the model.
  private static let longestShown = 60

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    limit = range.upperBound
    scanner = MarkupScanner(bytes, .html, in: range)
  }

  mutating func read() -> [Block] {
    while let token = scanner.next() {
      switch token {
      case .text(let range):
        builder.add(CharacterReferences.pieces(bytes, range, .html))
      case .open(let name, let range, _): open(name, range)
      case .close(let name, let range):
        if HTMLElements.isInline(name) {
          builder.close(name, range)
        } else {
          builder.flush()
        }
      case .other(let range), .literal(_, let range):
        builder.add(.code(.source(range), shown: ""), range)
      }
    }
    builder.flush()
    return builder.blocks
  }

  private mutating func open(_ name: String, _ range: Range<Int>) {
    let attributes = scanner.attributes
    let isKept = isUntranslatable(attributes)
    if !isKept { addAttributes(attributes, of: name) }
    if name == "br" { return builder.add(.lineBreak(.source(range)), range) }
    let isInline = HTMLElements.isInline(name)
    if !isInline { builder.flush() }
    if HTMLElements.void.contains(name) || endsAtOnce(range) {
      if isInline { builder.add(.code(.source(range), shown: ""), range) }
      return
    }
    if HTMLElements.opaque.contains(name) || isKept && !isInline {
      // Within a sentence an object is a picture; a text area or a listing ends it.
      let isBlock = !isInline || ["pre", "textarea", "listing", "xmp", "plaintext"].contains(name)
      if isBlock { builder.flush() }
      let end = end(of: name) ?? (isKept ? range.upperBound : limit)
      scanner = MarkupScanner(bytes, .html, in: end..<limit)
      if !isBlock { add(range.lowerBound..<end, shown: "") }
      return
    }
    if isKept || HTMLElements.code.contains(name), let (shown, end) = code(name) {
      scanner = MarkupScanner(bytes, .html, in: end..<limit)
      return add(range.lowerBound..<end, shown: shown)
    }
    if isInline { builder.open(name, range) }
  }

  private mutating func add(_ range: Range<Int>, shown: String) {
    let isShown = shown.utf8.count <= Self.longestShown
    builder.add(.code(.source(range), shown: isShown ? shown : ""), range)
  }

  /// Whether a tag is closed by itself, as in XHTML. Browsers heed that only of elements that are empty
  /// anyway; pages are written as if they did.
  private func endsAtOnce(_ range: Range<Int>) -> Bool {
    range.count > 2 && bytes[range.upperBound - 2] == UInt8(ascii: "/")
      && !scanner.attributes.contains {
        !$0.isQuoted && $0.value.upperBound == range.upperBound - 1
      }
  }

  /// Where the element that has begun ends; `nil` when it does not.
  private func end(of name: String) -> Int? {
    var inner = scanner
    var depth = 1
    while let token = inner.next() {
      switch token {
      // A paragraph ends where the next begins.
      case .open("p", let next, _) where name == "p": return next.lowerBound
      case .open(name, _, _): depth += 1
      case .close(name, _): depth -= 1
      default: break
      }
      if depth == 0 { return inner.position }
    }
    return nil
  }

  /// The text of the element within a sentence that has begun, and where it ends; `nil` when that is far
  /// away, or the sentence ends before.
  private func code(_ name: String) -> (shown: String, end: Int)? {
    let start = scanner.position
    var inner = scanner
    var depth = 1
    var shown = ""
    while let token = inner.next(), inner.position - start <= Self.longestCode {
      switch token {
      case .open(let other, _, _):
        if other == name { depth += 1 }
        if !HTMLElements.isInline(other) { return nil }
      case .close(let other, _):
        if other == name { depth -= 1 }
        if depth == 0 { return (shown.trimmed, inner.position) }
      case .text(let range):
        if shown.utf8.count <= Self.longestShown {
          shown += CharacterReferences.text(bytes, range, .html) ?? ""
        }
      case .other, .literal: break
      }
    }
    return nil
  }

  private func isUntranslatable(_ attributes: [MarkupScanner.Attribute]) -> Bool {
    attributes.contains { attribute in
      switch attribute.name {
      case "translate": value(attribute)?.lowercased() == "no"
      case "class": value(attribute)?.split(separator: " ").contains("notranslate") ?? false
      default: false
      }
    }
  }

  private func value(_ attribute: MarkupScanner.Attribute) -> String? {
    CharacterReferences.text(bytes, attribute.value, .html)
  }

  private mutating func addAttributes(_ attributes: [MarkupScanner.Attribute], of name: String) {
    for attribute in attributes where attribute.isQuoted && !attribute.value.isEmpty {
      guard isText(attribute, of: name, attributes), let text = value(attribute) else { continue }
      var block = Block(
        range: attribute.value, parts: [.text(text)],
        spelling: EscapedText(escape: CharacterReferences.escapedAttribute))
      block.collapsesSpace = true
      builder.add(block)
    }
  }

  private func isText(
    _ attribute: MarkupScanner.Attribute, of name: String, _ all: [MarkupScanner.Attribute]
  ) -> Bool {
    func other(_ name: String) -> String? {
      all.first { $0.name == name }.flatMap(value)?.lowercased()
    }
    switch (name, attribute.name) {
    case ("meta", "content"):
      return [other("name"), other("property")].compactMap(\.self)
        .contains(where: HTMLElements.metaNames.contains)
    case ("input", "value"): return ["submit", "button", "reset"].contains(other("type"))
    default: return HTMLElements.texts.contains(attribute.name)
    }
  }
}

extension String {
  /// The text without white space at its ends, and single spaces in it.
  var trimmed: String {
    split { $0.isWhitespace }.joined(separator: " ")
  }
}
