import Dragoman

/// A part of a block that is translated: its text with tags off, and where the tags were.
struct Segment: Sendable {
  /// What a tag is about. A tag that began before the segment has no opening, and reaches from its beginning;
  /// one that goes on behind it has no closing.
  struct Span: Sendable {
    var range: Range<Int>
    var open: InlinePart?
    var close: InlinePart?
    /// The number of the span around it.
    var parent: Int?
  }

  /// What stays as it is.
  struct Code: Sendable {
    /// Its text as the model sees it; empty where it sees none.
    var range: Range<Int>
    let part: InlinePart
    var parent: Int?
    /// Its number among those that may be hidden; `nil` for a tag.
    let number: Int?
    /// Whether white space stands before and after it.
    var hasSpace: (before: Bool, after: Bool)
    /// Whether the part is only the text that it is about, as of a placeholder.
    let isPlaceholder: Bool
  }

  /// The text without white space at its ends. Ranges count its bytes in UTF-8.
  private(set) var text = ""
  /// The outer ones first.
  private(set) var spans: [Span] = []
  /// In the order of the text.
  private(set) var codes: [Code] = []
  /// White space around the text.
  private(set) var (leading, trailing) = ("", "")
  let parts: [InlinePart]

  /// More tags than this in one block are no formatting.
  static let mostTags = 400
  /// Whether it has more. It is then left as it is.
  let hasTooManyTags: Bool

  /// Takes the text of some parts.
  ///
  /// - Parameters:
  ///   - hidden: The numbers of codes of which the model sees nothing.
  init(_ parts: [InlinePart], of block: Block, hiding hidden: Set<Int> = []) {
    self.parts = parts
    hasTooManyTags = parts.count(where: \.isMarkup) > Self.mostTags
    guard !hasTooManyTags else { return }
    var flattening = Flattening(collapses: block.collapsesSpace)
    for part in parts {
      switch part {
      case .text(let text):
        var position = text.startIndex
        for range in Placeholders.find(block.placeholders, in: text) {
          flattening.add(text[position..<range.lowerBound])
          let word = String(text[range])
          flattening.add(
            .code(.text(word), shown: word), shown: word, isPlaceholder: true, hidden)
          position = range.upperBound
        }
        flattening.add(text[position...])
      case .code(_, let shown): flattening.add(part, shown: shown, isPlaceholder: false, hidden)
      case .lineBreak, .boundary: flattening.add(part, shown: "", isPlaceholder: false, hidden)
      case .open(let tag, _): flattening.open(tag, part)
      case .close(let tag, _): flattening.close(tag, part)
      }
    }
    flattening.end()
    (text, leading, trailing) = (flattening.text, flattening.leading, flattening.trailing)
    (spans, codes) = (flattening.spans, flattening.codes)
  }

  /// Whether there is a letter to translate outside of what stays.
  var isTranslatable: Bool {
    var place = 0
    return text.unicodeScalars.contains { scalar in
      defer { place += scalar.utf8.count }
      return scalar.properties.isAlphabetic && !codes.contains { $0.range.contains(place) }
    }
  }
}

extension InlinePart {
  fileprivate var isMarkup: Bool {
    if case .text = self { false } else { true }
  }
}

/// Takes the tags off a text, and remembers where they were.
private struct Flattening {
  let collapses: Bool
  var spans: [Segment.Span] = []
  var codes: [Segment.Code] = []
  var leading = ""
  var trailing = ""
  private var bytes: [UInt8] = []
  /// Those that are not closed yet: the tag and the number of its span.
  private var stack: [(tag: Int, span: Int)] = []
  /// Those that overlap others, whose ends stand alone.
  private var misnested: Set<Int> = []
  private var codeCount = 0
  /// Whether white space came since the last character.
  private var isAfterSpace = false
  /// White space since the last character, as it was before it collapsed.
  private var space: [UInt8] = []

  init(collapses: Bool) { self.collapses = collapses }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func add(_ text: Substring) {
    guard collapses else {
      for byte in text.utf8 { add(byte) }
      return
    }
    for byte in text.utf8 {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        if bytes.isEmpty {
          if codes.isEmpty { leading.unicodeScalars.append(Unicode.Scalar(byte)) }
        } else {
          space.append(byte)
          if bytes.last != 0x20 { bytes.append(0x20) }
        }
        noteSpace()
      } else {
        bytes.append(byte)
        isAfterSpace = false
        space.removeAll(keepingCapacity: true)
      }
    }
  }

  private mutating func add(_ byte: UInt8) {
    let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
    if isSpace { noteSpace() } else { isAfterSpace = false }
    if isSpace, bytes.isEmpty {
      if codes.isEmpty { leading.unicodeScalars.append(Unicode.Scalar(byte)) }
    } else {
      bytes.append(byte)
    }
  }

  private mutating func noteSpace() {
    isAfterSpace = true
    var index = codes.count - 1
    while index >= 0, codes[index].range.upperBound == bytes.count {
      codes[index].hasSpace.after = true
      index -= 1
    }
  }

  mutating func add(
    _ part: InlinePart, shown: String, isPlaceholder: Bool, _ hidden: Set<Int>
  ) {
    let number = codeCount
    codeCount += 1
    let start = bytes.count
    let hasSpace = isAfterSpace
    if !hidden.contains(number), !shown.isEmpty {
      bytes += shown.utf8
      isAfterSpace = false
      space.removeAll(keepingCapacity: true)
    }
    codes.append(
      Segment.Code(
        range: start..<bytes.count, part: part, parent: stack.last?.span, number: number,
        hasSpace: (hasSpace, false), isPlaceholder: isPlaceholder))
  }

  mutating func open(_ tag: Int, _ part: InlinePart) {
    stack.append((tag, spans.count))
    let parent = stack.dropLast().last?.span
    spans.append(
      Segment.Span(range: bytes.count..<bytes.count, open: part, close: nil, parent: parent))
  }

  mutating func close(_ tag: Int, _ part: InlinePart) {
    guard let depth = stack.lastIndex(where: { $0.tag == tag }) else {
      if misnested.contains(tag) { return addAlone(part) }
      return closeFromBefore(part)
    }
    // What was opened within and is still open overlaps: its tags stand alone.
    for (other, span) in stack[(depth + 1)...] {
      misnested.insert(other)
      dissolve(span)
    }
    let span = stack[depth].span
    spans[span].close = part
    spans[span].range = spans[span].range.lowerBound..<bytes.count
    stack.removeSubrange(depth...)
  }

  private mutating func addAlone(_ part: InlinePart) {
    codes.append(
      Segment.Code(
        range: bytes.count..<bytes.count, part: part, parent: stack.last?.span, number: nil,
        hasSpace: (isAfterSpace, false), isPlaceholder: false))
  }

  /// An end of what began before the segment. All that is there so far is within it.
  private mutating func closeFromBefore(_ part: InlinePart) {
    guard stack.isEmpty else { return addAlone(part) }
    for index in spans.indices { spans[index].parent = (spans[index].parent ?? -1) + 1 }
    for index in codes.indices { codes[index].parent = (codes[index].parent ?? -1) + 1 }
    spans.insert(
      Segment.Span(range: 0..<bytes.count, open: nil, close: part, parent: nil), at: 0)
  }

  /// Makes a span's opening stand alone.
  private mutating func dissolve(_ span: Int) {
    // The numbers of others stay: what is left of the span is nothing.
    guard let open = spans[span].open else { return }
    spans[span].open = nil
    let place = spans[span].range.lowerBound
    let parent = spans[span].parent
    let index = codes.firstIndex { $0.range.lowerBound > place } ?? codes.count
    codes.insert(
      Segment.Code(
        range: place..<place, part: open, parent: parent, number: nil,
        hasSpace: (place == 0 || bytes[place - 1] == 0x20, false), isPlaceholder: false),
      at: index)
  }

  /// Closes what is open, and takes white space off the end.
  mutating func end() {
    for (_, span) in stack {
      spans[span].range = spans[span].range.lowerBound..<Int.max
    }
    var count = bytes.count
    while count > 0, bytes[count - 1] == 0x20 || (0x09...0x0D).contains(bytes[count - 1]) {
      count -= 1
    }
    trailing = String(decoding: collapses ? space[...] : bytes[count...], as: UTF8.self)
    bytes.removeSubrange(count...)
    for index in spans.indices { spans[index].range = trimmed(spans[index].range) }
    for index in codes.indices {
      let range = codes[index].range
      codes[index].range = min(range.lowerBound, count)..<min(range.upperBound, count)
    }
  }

  /// A range without white space at its ends.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (min(range.lowerBound, bytes.count), min(range.upperBound, bytes.count))
    while start < end, bytes[start] == 0x20 { start += 1 }
    while end > start, bytes[end - 1] == 0x20 { end -= 1 }
    return start..<end
  }
}
