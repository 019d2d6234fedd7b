import Dragoman

/// Translation memories: TMX.
///
/// Units that lack a translation get one; others keep theirs, unless all is to be translated again.
struct TMXFormat: ContentFormat {
  let settings: DocumentSettings

  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    try XMLCheck.check(bytes, place: place)
    var reader = TMXReader(bytes, retranslates: settings.retranslates)
    reader.read()
    guard reader.isTMX else {
      throw InputError(
        place, "is no translation memory: its root is not 'tmx'.",
        remedy: "Say what it is by '--format'.")
    }
    let target =
      try settings.language.map { $0.replacing("_", with: "-") } ?? language(reader, place)
    return reader.blocks(to: target)
  }

  /// The only language beside that of the source.
  private func language(_ reader: TMXReader, _ place: String) throws -> String {
    let languages = reader.targets
    if languages.count == 1, let only = languages.first { return only }
    let found = languages.isEmpty ? "only sources" : languages.sorted().joined(separator: ", ")
    throw InputError(
      place, "has not one language to translate to, but \(found).",
      remedy: "Say which, such as '--target-language de'.")
  }
}

private struct TMXReader {
  private let bytes: [UInt8]
  private let retranslates: Bool
  private var segments: SegmentReader
  private var units: [Unit] = []
  private(set) var isTMX = false
  /// The language of the sources, of the file or of a unit.
  private var source = ""

  /// The same text in several languages.
  private struct Unit {
    let source: String
    var variants: [Variant] = []

    /// The text in a language, or in one that is nearly it.
    func variant(in language: String) -> Variant? {
      variants.first { $0.language.lowercased() == language.lowercased() }
        ?? variants.first { $0.language.primary == language.primary }
    }
  }

  private struct Variant {
    let language: String
    /// All of it, and the content of its segment.
    var range: Range<Int>
    var content = 0..<0
    var parts: [InlinePart] = []
    var hasText = false
  }

  init(_ bytes: [UInt8], retranslates: Bool) {
    (self.bytes, self.retranslates) = (bytes, retranslates)
    segments = SegmentReader(bytes, .tmx)
  }

  mutating func read() {
    while let token = segments.scanner.next() {
      switch token {
      case .open("tmx", _, _): isTMX = true
      case .open("header", _, _): source = segments.attribute("srclang") ?? ""
      case .open("tu", _, false):
        units.append(Unit(source: segments.attribute("srclang") ?? source))
      case .open("tuv", let range, false):
        let language = segments.attribute("xml:lang") ?? segments.attribute("lang") ?? ""
        add(Variant(language: language, range: range))
      case .open("seg", let range, let isEmpty): readSegment(range, isEmpty)
      case .close("tuv", let range): change { $0.range = $0.range.lowerBound..<range.upperBound }
      default: break
      }
    }
  }

  private mutating func add(_ variant: Variant) {
    guard !units.isEmpty else { return }
    units[units.count - 1].variants.append(variant)
  }

  /// Changes the variant that was begun last.
  private mutating func change(_ body: (inout Variant) -> Void) {
    guard let last = units.indices.last, let variant = units[last].variants.indices.last else {
      return
    }
    body(&units[last].variants[variant])
  }

  private mutating func readSegment(_ range: Range<Int>, _ isEmpty: Bool) {
    let read = isEmpty ? (parts: [], hasText: false) : segments.read("seg")
    let end = segments.scanner.position
    change {
      ($0.parts, $0.hasText, $0.content) = (read.parts, read.hasText, range.lowerBound..<end)
    }
  }

  /// The languages that are no source.
  var targets: Set<String> {
    units.reduce(into: []) { languages, unit in
      let source = unit.variant(in: unit.source)?.language
      languages.formUnion(unit.variants.map(\.language).filter { $0 != source })
    }
  }

  func blocks(to target: String) -> [Block] {
    units.compactMap { unit in
      guard let source = unit.variant(in: unit.source), source.hasText else { return nil }
      let translation = unit.variant(in: target)
      let (range, prefix, suffix): (Range<Int>, String, String)
      if let translation {
        guard retranslates || !translation.hasText, translation.language != source.language,
          !translation.content.isEmpty
        else { return nil }
        (range, prefix, suffix) = (translation.content, "<seg>", "</seg>")
      } else {
        let end = source.range.upperBound
        (range, suffix) = (end..<end, "</seg></tuv>")
        prefix = "\(margin(before: source.range.lowerBound))<tuv xml:lang=\"\(target)\"><seg>"
      }
      var block = Block(
        range: range, parts: source.parts,
        spelling: EscapedText(
          prefix: prefix, suffix: suffix, escape: CharacterReferences.escapedXML))
      block.placeholders = .messages
      return block.hasText ? block : nil
    }
  }

  /// The line feed and the white space before a place, if it begins a line.
  private func margin(before place: Int) -> String {
    let space = bytes[..<place].reversed().prefix { " \t\r\n".utf8.contains($0) }
    guard space.contains(0x0A) else { return "" }
    return "\n" + String(decoding: space.prefix { $0 != 0x0A }.reversed(), as: UTF8.self)
  }
}

extension String {
  /// The language without its country.
  fileprivate var primary: Substring { lowercased().prefix { $0 != "-" && $0 != "_" } }
}
