import Dragoman

/// The text within a block of Markdown: emphasis, links, code.
struct MarkdownInline {
  private let bytes: [UInt8]
  /// The lines of the block as one: the byte of each place, and where that is in the file.
  private var text: [UInt8] = []
  private var origin: [Int] = []
  private let labels: Set<String>
  private var tagCount = 0
  /// Texts within markup, such as those of pictures.
  private(set) var inner: [Block] = []

  private enum Piece {
    case part(InlinePart)
    /// Marks that may begin or end an emphasis.
    case marks(UInt8, count: Int, opens: Bool, closes: Bool, place: Int)
  }

  /// A line end within the text: one that is seen, and one that is not.
  private static let hardBreak = UInt8(0x0A)
  private static let softBreak = UInt8(0x0D)
  /// Links in links are none.
  private static let deepest = 8

  init(_ bytes: [UInt8], _ lines: [Range<Int>], labels: Set<String>) {
    self.bytes = bytes
    self.labels = labels
    for (index, line) in lines.enumerated() {
      var line = line
      var isHard = false
      if index < lines.count - 1 {
        let spaces = bytes[line].reversed().prefix { $0 == 0x20 }.count
        isHard = spaces >= 2 || bytes[line].last == UInt8(ascii: "\\")
        line = line.lowerBound..<line.upperBound - (isHard ? max(spaces, 1) : spaces)
      }
      text += bytes[line]
      origin += line
      guard index < lines.count - 1 else { continue }
      text.append(isHard ? Self.hardBreak : Self.softBreak)
      origin.append(line.upperBound)
    }
    origin.append(lines.last?.upperBound ?? 0)
    self.nextLines = lines.map(\.lowerBound)
  }

  private let nextLines: [Int]

  /// The parts; `nil` when the text is not UTF-8.
  var parts: [InlinePart]? {
    mutating get {
      guard String(validating: text, as: UTF8.self) != nil else { return nil }
      return emphasized(pieces(0..<text.count, depth: 0))
    }
  }

  /// The bytes of the file where a stretch of the text stands, if that is in one line.
  private func source(_ range: Range<Int>) -> Range<Int>? {
    let place = origin[range.lowerBound]..<origin[range.upperBound]
    return place.count == range.count ? place : nil
  }

  private func markup(_ range: Range<Int>) -> Markup {
    if let place = source(range) { return .source(place) }
    return .text(
      String(decoding: text[range].map { $0 == Self.softBreak ? 0x20 : $0 }, as: UTF8.self))
  }

  private subscript(place: Int) -> UInt8 { place < text.count ? text[place] : 0 }

  private mutating func pieces(_ range: Range<Int>, depth: Int) -> [Piece] {
    var pieces: [Piece] = []
    var plain: [UInt8] = []
    func endPlain() {
      guard !plain.isEmpty else { return }
      pieces.append(.part(.text(String(decoding: plain, as: UTF8.self))))
      plain = []
    }
    var place = range.lowerBound
    while place < range.upperBound {
      let byte = text[place]
      switch byte {
      case Self.softBreak:
        plain.append(0x20)
        place += 1
      case Self.hardBreak:
        endPlain()
        let start = origin[place]
        let next = nextLines.first { $0 > start } ?? start
        pieces.append(.part(.lineBreak(.source(start..<next))))
        place += 1
      case UInt8(ascii: "\\") where isPunctuation(self[place + 1]) && place + 1 < range.upperBound:
        plain.append(text[place + 1])
        place += 2
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        let count = text[place..<range.upperBound].prefix { $0 == byte }.count
        endPlain()
        pieces.append(marks(byte, place, count))
        place += count
      default:
        let found = construct(at: place, in: range, depth: depth)
        guard let (parts, end) = found else {
          plain.append(byte)
          place += 1
          continue
        }
        endPlain()
        pieces += parts
        place = end
      }
    }
    endPlain()
    return pieces
  }

  /// Code, a link, a picture, a tag or a reference at a place, and where it ends.
  private mutating func construct(
    at place: Int, in range: Range<Int>, depth: Int
  ) -> ([Piece], end: Int)? {
    switch text[place] {
    case UInt8(ascii: "`"): return code(at: place, in: range)
    case UInt8(ascii: "["): return depth < Self.deepest ? link(at: place, in: range, depth) : nil
    case UInt8(ascii: "!") where self[place + 1] == UInt8(ascii: "["):
      return picture(at: place, in: range)
    case UInt8(ascii: "<"): return tag(at: place, in: range)
    case UInt8(ascii: "&"):
      let end = text[place..<range.upperBound].prefix(32).firstIndex(of: UInt8(ascii: ";"))
      guard let end, end > place + 1,
        let reference = CharacterReferences.text(text, place..<end + 1, .html)
      else { return nil }
      return ([.part(.text(reference))], end + 1)
    default: return nil
    }
  }

  private func code(at place: Int, in range: Range<Int>) -> ([Piece], end: Int)? {
    let count = text[place..<range.upperBound].prefix { $0 == 0x60 }.count
    var end = place + count
    while end < range.upperBound {
      let run = text[end..<range.upperBound].prefix { $0 == 0x60 }.count
      if run == count {
        let shown = String(decoding: text[(place + count)..<end], as: UTF8.self).trimmed
        let part = InlinePart.code(
          markup(place..<end + count), shown: shown.utf8.count > 60 ? "" : shown)
        return ([.part(part)], end + count)
      }
      end += max(run, 1)
    }
    // Marks that nothing closes are text.
    let run = String(decoding: text[place..<place + count], as: UTF8.self)
    return ([.part(.code(.text(run), shown: ""))], place + count)
  }

  /// The bracket that closes the one at a place.
  private func closing(_ place: Int, in range: Range<Int>) -> Int? {
    let (open, close): (UInt8, UInt8) =
      text[place] == UInt8(ascii: "[") ? (0x5B, 0x5D) : (0x28, 0x29)
    var (depth, end) = (0, place)
    while end < min(range.upperBound, place + 4096) {
      switch text[end] {
      case UInt8(ascii: "\\"): end += 1
      case open: depth += 1
      case close:
        depth -= 1
        if depth == 0 { return end }
      default: break
      }
      end += 1
    }
    return nil
  }

  /// Where the destination behind the text of a link ends, and how its tag closes.
  private func destination(_ bracket: Int, _ label: Range<Int>, in range: Range<Int>)
    -> (close: Markup, end: Int)?
  {
    let next = bracket + 1
    if next < range.upperBound, text[next] == UInt8(ascii: "(") || text[next] == UInt8(ascii: "["),
      let end = closing(next, in: range)
    {
      let name = String(decoding: text[label], as: UTF8.self)
      // Without a label of its own the link is known by its text, which changes.
      if end == next + 1, text[next] == UInt8(ascii: "[") { return (.text("][\(name)]"), end + 1) }
      return (markup(bracket..<end + 1), end + 1)
    }
    let name = String(decoding: text[label], as: UTF8.self)
    guard labels.contains(name.lowercased().trimmed) else { return nil }
    return (.text("][\(name)]"), next)
  }

  private mutating func link(at place: Int, in range: Range<Int>, _ depth: Int)
    -> ([Piece], end: Int)?
  {
    guard let bracket = closing(place, in: range) else { return nil }
    let label = place + 1..<bracket
    if self[place + 1] == UInt8(ascii: "^") {
      return ([.part(.code(markup(place..<bracket + 1), shown: ""))], bracket + 1)
    }
    guard let (close, end) = destination(bracket, label, in: range) else { return nil }
    tagCount += 1
    let tag = tagCount
    let content = emphasized(pieces(label, depth: depth + 1)).map { Piece.part($0) }
    return (
      [.part(.open(tag, markup(place..<place + 1)))] + content + [.part(.close(tag, close))], end
    )
  }

  /// A picture stays in the sentence; its text is one of its own.
  private mutating func picture(at place: Int, in range: Range<Int>) -> ([Piece], end: Int)? {
    guard let bracket = closing(place + 1, in: range) else { return nil }
    let label = place + 2..<bracket
    guard let (_, end) = destination(bracket, label, in: range) else { return nil }
    if let alt = source(label), self[bracket + 1] == UInt8(ascii: "("), source(place..<end) != nil {
      var block = Block(
        range: alt, parts: [.text(String(decoding: text[label], as: UTF8.self))],
        spelling: MarkdownSpelling(lineEnd: " ", width: nil, isCell: false))
      block.collapsesSpace = true
      if block.hasText { inner.append(block) }
    }
    return ([.part(.code(markup(place..<end), shown: ""))], end)
  }

  private mutating func tag(at place: Int, in range: Range<Int>) -> ([Piece], end: Int)? {
    let next = self[place + 1]
    guard isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!"),
      let close = text[place..<range.upperBound].firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    let whole = place..<close + 1
    let content = String(decoding: text[(place + 1)..<close], as: UTF8.self)
    if content.lowercased().hasPrefix("br") {
      return ([.part(.lineBreak(markup(whole)))], close + 1)
    }
    let isAddress = content.contains(":") || content.contains("@") && !content.contains(" ")
    let isShown = isAddress && content.utf8.count <= 60 && !content.contains("=")
    return ([.part(.code(markup(whole), shown: isShown ? content : ""))], close + 1)
  }

  /// Marks, and what their neighbours let them do (CommonMark, section 6.2).
  private func marks(_ byte: UInt8, _ place: Int, _ count: Int) -> Piece {
    let before = place > 0 ? text[place - 1] : 0x20
    let after = place + count < text.count ? text[place + count] : 0x20
    let isLeft =
      !isSpace(after) && (!isPunctuation(after) || isSpace(before) || isPunctuation(before))
    let isRight =
      !isSpace(before) && (!isPunctuation(before) || isSpace(after) || isPunctuation(after))
    let isUnderscore = byte == UInt8(ascii: "_")
    return .marks(
      byte, count: count, opens: isLeft && (!isUnderscore || !isRight || isPunctuation(before)),
      closes: isRight && (!isUnderscore || !isLeft || isPunctuation(after)), place: place)
  }

  /// The parts with marks that belong together as tags, and others as text.
  private mutating func emphasized(_ pieces: [Piece]) -> [InlinePart] {
    var parts: [InlinePart] = []
    /// Marks that nothing closes yet: where they are in the parts, and how many are left.
    var open: [(byte: UInt8, index: Int, count: Int, place: Int)] = []
    var opened: [Int: [InlinePart]] = [:]
    for piece in pieces {
      guard case .marks(let byte, var count, let opens, let closes, let place) = piece else {
        if case .part(let part) = piece { parts.append(part) }
        continue
      }
      var used = 0
      while closes, count > 0, let match = open.lastIndex(where: { $0.byte == byte }) {
        let width =
          byte == UInt8(ascii: "~")
          ? min(count, open[match].count) : min(2, count, open[match].count)
        tagCount += 1
        let start = open[match].place + open[match].count - width
        // The innermost stand first in the source's order from the right.
        opened[open[match].index, default: []].insert(
          .open(tagCount, markup(start..<start + width)), at: 0)
        parts.append(.close(tagCount, markup(place + used..<place + used + width)))
        used += width
        count -= width
        open[match].count -= width
        open.removeSubrange((match + 1)...)
        if open[match].count == 0 { open.removeLast() }
      }
      guard count > 0 else { continue }
      let rest = InlinePart.text(String(repeating: Character(Unicode.Scalar(byte)), count: count))
      if opens {
        open.append((byte, parts.count, count, place + used))
        parts.append(rest)
      } else {
        parts.append(rest)
      }
    }
    return parts.indices.flatMap { index -> [InlinePart] in
      guard let tags = opened[index] else { return [parts[index]] }
      // What is left of the marks is text before the tags.
      let left = open.first { $0.index == index }?.count ?? 0
      let marks = String(decoding: parts[index].plain.utf8.prefix(left), as: UTF8.self)
      return (left > 0 ? [.text(marks)] : []) + tags
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private func isPunctuation(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !isLetter(byte) && byte &- 0x30 >= 10
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}

extension InlinePart {
  fileprivate var plain: String {
    if case .text(let text) = self { text } else { "" }
  }
}
