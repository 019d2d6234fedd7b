import Dragoman

/// Packages of translators: XLIFF 1.2 and 2.x.
///
/// Segments that have a translation keep it, unless all is to be translated again, and so do alternatives.
/// Others get one: of 1.2 in the state `needs-review-translation`.
struct XLIFFFormat: ContentFormat {
  let settings: DocumentSettings

  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    try XMLCheck.check(bytes, place: place)
    var reader = XLIFFReader(bytes, retranslates: settings.retranslates)
    return reader.read()
  }
}

private struct XLIFFReader {
  private let bytes: [UInt8]
  private let retranslates: Bool
  private var segments: SegmentReader
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

  init(_ bytes: [UInt8], retranslates: Bool) {
    (self.bytes, self.retranslates) = (bytes, retranslates)
    segments = SegmentReader(bytes, .xliff)
  }

  mutating func read() -> [Block] {
    while let token = segments.scanner.next() {
      switch token {
      case .open(let name, let range, let isEmpty): open(name, range, isEmpty)
      case .close(let name, _): close(name)
      default: break
      }
    }
    return blocks
  }

  private mutating func open(_ name: String, _ range: Range<Int>, _ isEmpty: Bool) {
    switch name {
    case "xliff": isVersion2 = segments.attribute("version")?.hasPrefix("2") ?? false
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
      unit.keepsSpace = unit.keepsSpace || segments.attribute("xml:space") == "preserve"
      if !isEmpty { unit.parts = segments.read("source").parts }
      unit.end = segments.scanner.position
      return
    case "seg-source":
      // Segments of the source as its segmenter found them: their marks are to be in the target, too.
      if !isEmpty { unit.parts = segments.read("seg-source").parts }
      unit.end = segments.scanner.position
      return
    case "target":
      let state = segments.attribute("state")
      unit.targetTag = tagOfTarget(range)
      let content = isEmpty ? (parts: [], hasText: false) : segments.read("target")
      unit.target = range.lowerBound..<segments.scanner.position
      unit.hasTarget = content.hasText && !["new", "needs-translation"].contains(state)
      return
    default: break
    }
    guard !isEmpty else { return }
    let translate = segments.attribute("translate")
    isTranslated.append(translate.map { $0 != "no" } ?? isTranslated.last ?? true)
    if segments.attribute("xml:space") == "preserve" { unit.keepsSpace = true }
  }

  private mutating func close(_ name: String) {
    if ["trans-unit", "segment"].contains(name) { endUnit() }
    if isTranslated.count > 1 { isTranslated.removeLast() }
  }

  private mutating func skip(_ name: String) {
    while let token = segments.scanner.next() {
      if case .close(name, _) = token { return }
    }
  }

  /// The tag of a target, with the state of what is to be looked at.
  private func tagOfTarget(_ range: Range<Int>) -> String {
    let state = segments.scanner.attributes.first { $0.name == "state" }?.value
    let place = state ?? range.upperBound..<range.upperBound
    return
      (String(decoding: bytes[range.lowerBound..<place.lowerBound], as: UTF8.self)
      + (state == nil ? "" : "needs-review-translation")
      + String(decoding: bytes[place.upperBound..<range.upperBound], as: UTF8.self))
      .replacing("/>", with: ">")
  }

  private mutating func endUnit() {
    defer { unit = Unit() }
    guard isTranslated.last ?? true, retranslates || !unit.hasTarget, let end = unit.end else {
      return
    }
    let state = isVersion2 ? "" : " state=\"needs-review-translation\""
    let prefix =
      unit.targetTag.isEmpty ? "\(unit.indent)<target\(state)>" : unit.targetTag
    var block = Block(
      range: unit.target ?? end..<end, parts: unit.parts,
      spelling: EscapedText(
        prefix: prefix, suffix: "</target>", escape: CharacterReferences.escapedXML))
    block.placeholders = .messages
    block.collapsesSpace = !unit.keepsSpace
    if block.hasText { blocks.append(block) }
  }
}
