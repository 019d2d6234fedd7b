import Dragoman

/// Catalogues of Android: `strings.xml`.
///
/// Strings, their arrays and plurals are translated, but for those that are not to be, and references to others.
struct AndroidFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    try XMLCheck.check(bytes, place: place)
    var reader = AndroidReader(bytes)
    guard reader.read() else {
      throw InputError(
        place, "has no strings of Android: its root is not 'resources'.",
        remedy: "Say what it is by '--format'.")
    }
    return reader.blocks
  }
}

private struct AndroidReader {
  private let bytes: [UInt8]
  private var scanner: MarkupScanner
  private(set) var blocks: [Block] = []
  /// Whether each element around is translated.
  private var isTranslated: [Bool] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    scanner = MarkupScanner(bytes, .xml)
  }

  /// - Returns: Whether it is such a catalogue.
  mutating func read() -> Bool {
    while let token = scanner.next() {
      switch token {
      case .open(let name, _, let isEmpty):
        if isTranslated.isEmpty, name != "resources" { return false }
        guard !isEmpty else { continue }
        let translates = (isTranslated.last ?? true) && attribute("translatable") != "false"
        if ["string", "item"].contains(name) {
          readString(name, isTranslated: translates)
        } else {
          isTranslated.append(
            translates && ["resources", "string-array", "plurals"].contains(name))
        }
      case .close: _ = isTranslated.popLast()
      default: break
      }
    }
    return true
  }

  private func attribute(_ name: String) -> String? {
    scanner.attributes.first { $0.name == name }.flatMap {
      CharacterReferences.text(bytes, $0.value, .xml)
    }
  }

  /// Reads a string up to its end tag.
  private mutating func readString(_ element: String, isTranslated: Bool) {
    var text = WrittenText(at: scanner.position)
    var marks: [MessageText.Mark] = []
    var tags = TagPairs()
    var (isReadable, section): (Bool, Range<Int>?) = (isTranslated, nil)
    func add(_ range: Range<Int>, _ part: InlinePart) {
      let start = text.bytes.count
      text.append(bytes[range], writtenAt: range)
      marks.append(MessageText.Mark(range: start..<text.bytes.count, part: part))
    }
    while let token = scanner.next() {
      switch token {
      case .close(element, _):
        guard isReadable else { return }
        return end(text, marks, section)
      case .text(let range):
        guard let plain = plain(range), let read = Escaping.android.read(plain) else {
          isReadable = false
          continue
        }
        text.append(read)
      case .literal(let range, let whole):
        section = whole
        guard let read = Escaping.android.read(WrittenText(bytes, range)) else {
          isReadable = false
          continue
        }
        text.append(read)
      case .open("xliff:g", let range, false):
        let shown = readWhole("xliff:g")
        add(
          range.lowerBound..<scanner.position,
          .code(.source(range.lowerBound..<scanner.position), shown: shown))
      case .open(_, let range, true): add(range, .code(.source(range), shown: ""))
      // Tags of the file have numbers of their own beside those that a message has in its text.
      case .open(let name, let range, false): add(range, .open(-tags.open(name), .source(range)))
      case .close(let name, let range):
        add(
          range,
          tags.close(name).map { .close(-$0, .source(range)) } ?? .code(.source(range), shown: ""))
      case .other(let range): add(range, .code(.source(range), shown: ""))
      }
    }
  }

  /// The text of an element that has begun, in few words, up to its end.
  private mutating func readWhole(_ name: String) -> String {
    var text = ""
    while let token = scanner.next() {
      if case .close(name, _) = token { break }
      if case .text(let range) = token {
        text += CharacterReferences.text(bytes, range, .xml) ?? ""
      }
    }
    return text.utf8.count > 60 ? "" : text
  }

  /// Text without references to characters, whose white space is one space each; `nil` when it has a reference
  /// that is not known.
  private func plain(_ range: Range<Int>) -> WrittenText? {
    var text = WrittenText(at: range.lowerBound)
    var place = range.lowerBound
    while place < range.upperBound {
      let start = place
      place += 1
      if bytes[start] == UInt8(ascii: "&") {
        place = (bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: ";")) ?? start) + 1
        guard let character = CharacterReferences.text(bytes, start..<place, .xml) else {
          return nil
        }
        text.append(character.utf8, writtenAt: start..<place)
      } else {
        text.append(
          "\n\r\t".utf8.contains(bytes[start]) ? 0x20 : bytes[start], writtenAt: start..<place)
      }
    }
    return text
  }

  private mutating func end(
    _ text: WrittenText, _ marks: [MessageText.Mark], _ section: Range<Int>?
  ) {
    var stretch = text.trimmed
    // Another string's name, or a value of the theme.
    guard let first = text.bytes[stretch].first, !"@?".utf8.contains(first) else { return }
    let quote = UInt8(ascii: "\"")
    let isQuoted =
      stretch.count > 1 && first == quote && text.bytes[stretch.upperBound - 1] == quote
    if isQuoted { stretch = stretch.lowerBound + 1..<stretch.upperBound - 1 }
    if let section {
      // Beside a section there is nothing but space.
      let place = text.range(of: stretch)
      guard section.lowerBound <= place.lowerBound, place.upperBound <= section.upperBound else {
        return
      }
    }
    var message = Message(text) { [isMarkup = section == nil] words in
      let written = Escaping.android.write(words)
      return isMarkup ? CharacterReferences.escapedXML(written) : written
    }
    message.marks = marks
    message.stretch = stretch
    message.collapsesSpace = !isQuoted && section == nil
    blocks += message.blocks
  }
}

extension Escaping {
  /// Strings of Android.
  static let android = Escaping(
    letters: controls.merging(
      Dictionary(uniqueKeysWithValues: "\"'@?".utf8.map { ($0, $0) })
    ) { first, _ in first },
    digits: [UInt8(ascii: "u"): 4],
    written: [0x09, 0x0A, 0x0D, UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'")],
    code: UInt8(ascii: "u"))
}
