import Dragoman

/// Catalogues of Xcode: `.xcstrings`, which have all languages in one file.
///
/// The language of the translation gets what it lacks: texts that are new or empty, and those of which it has
/// nothing. They are marked to be reviewed.
struct StringCatalogFormat: ContentFormat {
  let settings: DocumentSettings

  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    guard let language = settings.language else {
      throw InputError(
        place, "has texts of all languages.",
        remedy: "Say which is to be translated to, such as '--target-language de'.")
    }
    return try bytes.withUnsafeBufferPointer { text in
      let document = try JSONDocument(text, place: place)
      guard let strings = document.member("strings", of: 0),
        let source = document.member("sourceLanguage", of: 0).flatMap(document.string)
      else {
        throw InputError(
          place, "is no catalogue of Xcode: it lacks 'sourceLanguage' or 'strings'.",
          remedy: "Use '--format json' for a catalogue of another kind.")
      }
      var reader = StringCatalogReader(
        bytes: bytes, document: document, source: source,
        target: language.replacing("_", with: "-"), retranslates: settings.retranslates)
      guard source != reader.target else {
        throw InputError(
          place, "is written in '\(source)'.",
          remedy: "Give another language to '--target-language'.")
      }
      for entry in document.members(of: strings) { reader.read(entry.name, entry.value) }
      return reader.blocks
    }
  }
}

private struct StringCatalogReader {
  let bytes: [UInt8]
  let document: JSONDocument
  let source: String
  let target: String
  let retranslates: Bool
  private(set) var blocks: [Block] = []

  init(
    bytes: [UInt8], document: JSONDocument, source: String, target: String, retranslates: Bool
  ) {
    (self.bytes, self.document, self.source) = (bytes, document, source)
    (self.target, self.retranslates) = (target, retranslates)
  }

  private static let state = "needs_review"

  /// Reads an entry, whose name is its text where its language has none.
  mutating func read(_ name: Int, _ entry: Int) {
    guard document.nodes[entry].kind == .object,
      document.member("shouldTranslate", of: entry).map({ document.nodes[$0].kind != .no }) ?? true
    else { return }
    let languages = document.member("localizations", of: entry)
    let original = languages.flatMap { document.member(source, of: $0) }
    if let translation = languages.flatMap({ document.member(target, of: $0) }) {
      fill(translation, from: original, name)
    } else if let languages {
      insert(target, translation(of: original, name), into: languages, indent: 8)
    } else {
      let head = "{\n\(indent(8))\"\(target)\" : "
      insert(
        "localizations",
        [raw(head)] + translation(of: original, name) + [raw("\n\(indent(6))}")], into: entry,
        indent: 6)
    }
  }

  /// Gives a translation to units that have none yet.
  private mutating func fill(_ translation: Int, from original: Int?, _ name: Int) {
    let sources = original.map(units) ?? []
    for unit in units(of: translation) {
      let state = unit.state.flatMap(document.string)
      guard retranslates || state == "new" || document.range(of: unit.value).isEmpty else {
        continue
      }
      // Other languages have other forms of the plural; the last is that of most numbers.
      let source = sources.first { $0.path == unit.path } ?? sources.last
      add(
        copy(document.extent(of: unit.node, in: bytes), [(unit, source?.value ?? name)]),
        at: document.extent(of: unit.node, in: bytes))
    }
  }

  /// A new translation: the texts of the original in its form, or the name alone.
  private func translation(of original: Int?, _ name: Int) -> [InlinePart] {
    if let original, case let units = units(of: original), !units.isEmpty {
      return copy(document.extent(of: original, in: bytes), units.map { ($0, $0.value) })
    }
    let head = """
      {
      \(indent(10))"stringUnit" : {
      \(indent(12))"state" : "\(Self.state)",
      \(indent(12))"value" : "
      """
    return [raw(head)] + text(name) + [raw("\"\n\(indent(10))}\n\(indent(8))}")]
  }

  /// A text with its state.
  private struct Unit {
    /// The names that lead to it.
    let path: [String]
    let node: Int
    let state: Int?
    let value: Int
  }

  private func units(of node: Int) -> [Unit] { units(of: node, []) }

  private func units(of node: Int, _ path: [String]) -> [Unit] {
    document.members(of: node).flatMap { member -> [Unit] in
      let name = document.string(member.name) ?? ""
      guard name == "stringUnit" else { return units(of: member.value, path + [name]) }
      guard let value = document.member("value", of: member.value), document.isString(value) else {
        return []
      }
      let state = document.member("state", of: member.value).flatMap {
        document.isString($0) ? $0 : nil
      }
      return [Unit(path: path, node: member.value, state: state, value: value)]
    }
  }

  /// The bytes at a place, with texts to be translated in the place of values, and their state.
  private func copy(_ range: Range<Int>, _ units: [(unit: Unit, text: Int)]) -> [InlinePart] {
    var edits = units.map { (document.range(of: $0.unit.value), text($0.text)) }
    edits += units.compactMap { unit, _ in
      unit.state.map { (document.range(of: $0), [raw(Self.state)]) }
    }
    var parts: [InlinePart] = []
    var place = range.lowerBound
    for (range, new) in edits.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) {
      parts += [.lineBreak(.source(place..<range.lowerBound))] + new
      place = range.upperBound
    }
    return parts + [.lineBreak(.source(place..<range.upperBound))]
  }

  private func text(_ node: Int) -> [InlinePart] {
    let text = Escaping.json.read(bytes, document.range(of: node))?.bytes ?? []
    return MessageText.parts(of: text, text.indices)
  }

  /// Adds a member to an object, by the order of names.
  private mutating func insert(
    _ name: String, _ value: [InlinePart], into object: Int, indent width: Int
  ) {
    let members = document.members(of: object)
    let head = "\"\(name)\" : "
    if let next = members.first(where: { document.string($0.name) ?? "" > name }) {
      let place = document.extent(of: next.name, in: bytes).lowerBound
      add([raw(head)] + value + [raw(",\n\(indent(width))")], at: place..<place)
    } else if let last = members.last {
      let place = document.extent(of: last.value, in: bytes).upperBound
      add([raw(",\n\(indent(width))\(head)")] + value, at: place..<place)
    } else {
      let extent = document.extent(of: object, in: bytes)
      add(
        [raw("\n\(indent(width))\(head)")] + value + [raw("\n\(indent(width - 2))")],
        at: extent.lowerBound + 1..<extent.upperBound - 1)
    }
  }

  private mutating func add(_ parts: [InlinePart], at range: Range<Int>) {
    let block = Block(
      message: parts, at: range, spelling: MessageSpelling { Escaping.json.write($0) })
    if block.hasText { blocks.append(block) }
  }

  /// Bytes of the file's own between texts.
  private func raw(_ text: String) -> InlinePart { .lineBreak(.sequence([.text(text)])) }

  private func indent(_ width: Int) -> String { String(repeating: " ", count: width) }
}
