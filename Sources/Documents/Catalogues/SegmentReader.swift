import Dragoman

/// Reads the segments of translators' files: text with inline tags.
struct SegmentReader {
  /// What the inline elements of a format are.
  struct Names: Sendable {
    /// Those around what they are about.
    let pairs: Set<String>
    /// Those that begin or end something, and by which attribute they know each other.
    let beginnings: [String: String]
    let ends: [String: String]

    static let xliff = Names(
      pairs: ["g", "mrk", "pc"], beginnings: ["bpt": "rid", "bx": "rid", "sc": "id"],
      ends: ["ept": "rid", "ex": "rid", "ec": "startRef"])
    static let tmx = Names(pairs: ["hi"], beginnings: ["bpt": "i"], ends: ["ept": "i"])
  }

  private let bytes: [UInt8]
  private let names: Names
  var scanner: MarkupScanner

  init(_ bytes: [UInt8], _ names: Names) {
    (self.bytes, self.names) = (bytes, names)
    scanner = MarkupScanner(bytes, .xml)
  }

  /// An attribute of the last tag.
  func attribute(_ name: String) -> String? {
    scanner.attributes.first { $0.name == name }.flatMap {
      CharacterReferences.text(bytes, $0.value, .xml)
    }
  }

  /// Reads text with its tags up to the end of an element.
  mutating func read(_ element: String) -> (parts: [InlinePart], hasText: Bool) {
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
    if names.pairs.contains(name), !isEmpty, !protects {
      return .open(tags.open(name), .source(range))
    }
    let shown = attribute("equiv-text") ?? attribute("equiv") ?? attribute("disp")
    let key = names.beginnings[name] ?? names.ends[name]
    let identifier = key.flatMap(attribute) ?? attribute("id") ?? ""
    let (content, end) = isEmpty ? ("", range.upperBound) : readWhole(name)
    let markup = Markup.source(range.lowerBound..<end)
    if names.beginnings[name] != nil { return .open(tags.open("#\(identifier)"), markup) }
    if names.ends[name] != nil, let tag = tags.close("#\(identifier)") {
      return .close(tag, markup)
    }
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
}
