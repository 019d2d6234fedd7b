/// The text of a program's message as parts of a block: its tags, ends of lines and marks of keys are taken
/// off. What is left of markup is text again when it is written.
enum MessageText {
  /// Tags that stand between sentences.
  private static let breaks: Set<String> = [
    "br", "p", "/p", "li", "/li", "ul", "/ul", "tr", "/tr", "h1", "/h1",
  ]

  /// A stretch of a message that is known to be something else than text as it is.
  struct Mark {
    let range: Range<Int>
    let part: InlinePart
  }

  /// The parts of a stretch of a message.
  ///
  /// - Parameters:
  ///   - marks: In any order; those within others are left out.
  ///   - markup: What is kept of a stretch that is no text; `nil` for the stretch as it reads.
  static func parts(
    of bytes: [UInt8], _ stretch: Range<Int>, _ marks: [Mark] = [],
    markup: ((Range<Int>) -> Markup)? = nil
  ) -> [InlinePart] {
    var reader = MessageReader(
      bytes: bytes[stretch], marks: marks.sorted { $0.range.lowerBound < $1.range.lowerBound },
      markup: markup ?? { .text(String(decoding: bytes[$0], as: UTF8.self)) })
    return reader.read()
  }

  fileprivate static func isBreak(_ name: String) -> Bool { breaks.contains(name.lowercased()) }
}

private struct MessageReader {
  let bytes: ArraySlice<UInt8>
  private let markup: (Range<Int>) -> Markup
  private var marks: ArraySlice<MessageText.Mark>
  private var parts: [InlinePart] = []
  private var text: [UInt8] = []
  private var tags = TagPairs()
  /// Where the last end tag of a name is.
  private lazy var lastEnds: [String: Int] = bytes.indices.dropLast().reduce(into: [:]) {
    guard bytes[$1] == UInt8(ascii: "<"), bytes[$1 + 1] == UInt8(ascii: "/") else { return }
    $0[name(at: $1 + 2)] = $1
  }

  init(
    bytes: ArraySlice<UInt8>, marks: [MessageText.Mark],
    markup: @escaping (Range<Int>) -> Markup
  ) {
    (self.bytes, self.marks, self.markup) = (bytes, marks[...], markup)
  }

  mutating func read() -> [InlinePart] {
    let key = placeOfKey
    var place = bytes.startIndex
    while place < bytes.endIndex {
      while let mark = marks.first, mark.range.lowerBound < place { marks.removeFirst() }
      if let mark = marks.first, mark.range.lowerBound == place {
        if case .text(let words) = mark.part { text += words.utf8 } else { add(mark.part) }
        place = mark.range.upperBound
        continue
      }
      switch bytes[place] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        let end = bytes[place...].firstIndex { $0 != 0x0A && $0 != 0x0D } ?? bytes.endIndex
        add(.lineBreak(markup(place..<end)))
        place = end
      case UInt8(ascii: "<"):
        place = tag(at: place)
      case UInt8(ascii: "_") where place == key, UInt8(ascii: "&") where place == key:
        add(.code(markup(place..<place + 1), shown: ""))
        place += 1
      case UInt8(ascii: "&"):
        place = reference(at: place)
      default:
        text.append(bytes[place])
        place += 1
      }
    }
    endText()
    return parts
  }

  private mutating func endText() {
    guard !text.isEmpty else { return }
    parts.append(.text(String(decoding: text, as: UTF8.self)))
    text = []
  }

  private mutating func add(_ part: InlinePart) {
    endText()
    parts.append(part)
  }

  private subscript(place: Int) -> UInt8 { place < bytes.endIndex ? bytes[place] : 0 }

  /// Takes a tag, or the mark if there is none.
  private mutating func tag(at start: Int) -> Int {
    let isEnd = self[start + 1] == UInt8(ascii: "/")
    let name = start + (isEnd ? 2 : 1)
    let end = bytes[start...].prefix(2000).dropFirst().firstIndex {
      $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<")
    }
    guard isLetter(self[name]), let end, bytes[end] == UInt8(ascii: ">") else {
      text.append(bytes[start])
      return start + 1
    }
    let range = start..<end + 1
    let word = self.name(at: name)
    if MessageText.isBreak((isEnd ? "/" : "") + word) {
      add(.lineBreak(markup(range)))
    } else if isEnd {
      if let tag = tags.close(word) {
        add(.close(tag, markup(range)))
      } else {
        add(.code(markup(range), shown: ""))
      }
    } else if bytes[end - 1] == UInt8(ascii: "/") || !isClosed(word, after: end) {
      // What no end tag follows may be no tag at all, but a word such as `<file>`.
      add(.code(markup(range), shown: bytes[end - 1] == UInt8(ascii: "/") ? "" : "<\(word)>"))
    } else {
      add(.open(tags.open(word), markup(range)))
    }
    return end + 1
  }

  private func name(at place: Int) -> String {
    String(
      decoding: bytes[place...].prefix { isLetter($0) || isDigit($0) || "-_:".utf8.contains($0) },
      as: UTF8.self)
  }

  private mutating func isClosed(_ name: String, after place: Int) -> Bool {
    lastEnds[name].map { $0 > place } ?? false
  }

  private mutating func reference(at start: Int) -> Int {
    let end = bytes[start...].dropFirst().prefix(12).firstIndex {
      !isLetter($0) && !isDigit($0) && $0 != UInt8(ascii: "#")
    }
    guard let end, end > start + 1, bytes[end] == UInt8(ascii: ";") else {
      text.append(bytes[start])
      return start + 1
    }
    let range = start..<end + 1
    let shown = CharacterReferences.text(Array(bytes[range]), 0..<range.count, .html) ?? ""
    add(.code(markup(range), shown: shown == "\u{A0}" ? "" : shown))
    return end + 1
  }

  /// Where the mark is of the letter that a key chooses, as in `_Open` or `&Open`; `nil` if there is none.
  private var placeOfKey: Int? {
    for mark in [UInt8(ascii: "_"), UInt8(ascii: "&")] {
      let places = bytes.indices.filter { bytes[$0] == mark }
      guard places.count == 1, let place = places.first, isLetter(self[place + 1]) else { continue }
      let word = bytes[..<place].reversed().prefix { isLetter($0) || isDigit($0) }.count
      let isInName = word > 2 || word > 0 && bytes.count > 40
      let isReference =
        mark == UInt8(ascii: "&")
        && bytes[(place + 1)...].first { !isLetter($0) && !isDigit($0) } == UInt8(ascii: ";")
      if !isInName, !isReference { return place }
    }
    return nil
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}

extension [InlinePart] {
  /// All of it as text.
  var text: String {
    map { part in
      switch part {
      case .text(let text): return text
      case .open(_, let markup), .close(_, let markup), .code(let markup, _),
        .lineBreak(let markup), .boundary(let markup):
        return String(decoding: markup.bytes { _ in [] }, as: UTF8.self)
      }
    }.joined()
  }
}
