/// Subtitles: SubRip (`.srt`) and WebVTT (`.vtt`).
///
/// A sentence that goes on in the next subtitle is translated once, with it, and cut again where its parts
/// belong. Lines are broken anew.
struct SubtitleFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    var reader = SubtitleReader(bytes: bytes)
    return reader.read()
  }
}

private struct SubtitleReader {
  let bytes: [UInt8]
  private var blocks: [Block] = []
  /// The subtitles of the block under way.
  private var parts: [InlinePart] = []
  private var range: Range<Int>?
  private var cueCount = 0
  private var tags = TagPairs()

  /// How lines end in the file.
  private let lineFeed: [UInt8]

  /// Sentences that go on longer are none.
  private static let mostCues = 8

  init(bytes: [UInt8]) {
    self.bytes = bytes
    let feed = bytes.firstIndex(of: 0x0A) ?? 0
    lineFeed = feed > 0 && bytes[feed - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
  }

  mutating func read() -> [Block] {
    var lines: [Range<Int>] = []
    var start = 0
    while start <= bytes.count {
      let feed = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let end = feed > start && bytes[feed - 1] == 0x0D ? feed - 1 : feed
      let line = start..<end
      if isBlank(line) {
        take(lines)
        lines = []
      } else {
        if contains("-->", in: line), lines.contains(where: { contains("-->", in: $0) }) {
          // Some files have no blank line between two subtitles.
          let number = lines.last.flatMap { isNumber($0) ? $0 : nil }
          take(lines.dropLast(number == nil ? 0 : 1))
          lines = number.map { [$0] } ?? []
        }
        lines.append(line)
      }
      start = feed + 1
    }
    take(lines)
    flush()
    return blocks
  }

  private func isNumber(_ line: Range<Int>) -> Bool {
    bytes[line].allSatisfy { (0x30...0x39).contains($0) }
  }

  private func isBlank(_ line: Range<Int>) -> Bool {
    bytes[line].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// Takes what stands between blank lines: a subtitle, if it has a line of times.
  private mutating func take(_ lines: [Range<Int>]) {
    let times = lines.prefix(2).firstIndex { contains("-->", in: $0) }
    guard let times, times + 1 < lines.count else { return }
    let text = Array(lines[(times + 1)...])
    let content = text[0].lowerBound..<text[text.count - 1].upperBound
    if let range {
      if goesOn(in: content), cueCount < Self.mostCues {
        parts.append(.text(" "))
        parts.append(.boundary(.source(range.upperBound..<content.lowerBound)))
      } else {
        flush()
      }
    }
    for (index, line) in text.enumerated() {
      // Each speaker has a line; other ends of lines are those of the screen.
      let speech = speech(in: line)
      if index > 0 {
        let feed = Markup.source(text[index - 1].upperBound..<line.lowerBound)
        parts.append(speech > line.lowerBound ? .lineBreak(feed) : .text(" "))
      }
      if speech > line.lowerBound {
        parts.append(.code(.source(line.lowerBound..<speech), shown: ""))
      }
      addLine(speech..<line.upperBound)
    }
    range = (range?.lowerBound ?? content.lowerBound)..<content.upperBound
    cueCount += 1
  }

  /// Where the text of a line begins behind the dash of a speaker.
  private func speech(in line: Range<Int>) -> Int {
    let dash = bytes[line].firstIndex { $0 != 0x20 } ?? line.upperBound
    guard dash < line.upperBound, bytes[dash] == UInt8(ascii: "-") else { return line.lowerBound }
    return bytes[(dash + 1)..<line.upperBound].firstIndex { $0 != 0x20 } ?? line.upperBound
  }

  /// Whether the sentence under way goes on in a subtitle: it has no end, and what follows begins small.
  private func goesOn(in next: Range<Int>) -> Bool {
    guard tags.isEmpty else { return true }
    let last = parts.reversed().lazy.compactMap { part -> Unicode.Scalar? in
      guard case .text(let text) = part else { return nil }
      return text.unicodeScalars.last { !$0.properties.isWhitespace }
    }.first
    guard let last, !".?!\u{2026}:;)]}\"\u{201D}\u{266A}*".unicodeScalars.contains(last) else {
      return false
    }
    var isInTag = false
    for scalar in String(decoding: bytes[next].prefix(200), as: UTF8.self).unicodeScalars {
      if scalar == "<" { isInTag = true }
      if !isInTag, !scalar.properties.isWhitespace {
        return scalar.properties.isLowercase || last == "," && scalar.properties.isAlphabetic
      }
      if scalar == ">" { isInTag = false }
    }
    return false
  }

  private func contains(_ text: StaticString, in line: Range<Int>) -> Bool {
    let count = text.utf8CodeUnitCount
    guard line.count >= count else { return false }
    return (line.lowerBound...line.upperBound - count).contains { place in
      (0..<count).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
    }
  }

  /// Takes the text of a line and its tags: `<i>`, `</i>`, `<v Name>`, `{\an8}`.
  private mutating func addLine(_ line: Range<Int>) {
    var (start, place) = (line.lowerBound, line.lowerBound)
    while place < line.upperBound {
      let closing: UInt8? =
        switch bytes[place] {
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        default: nil
        }
      guard let closing, let end = bytes[place..<line.upperBound].firstIndex(of: closing),
        place + 1 < end
      else {
        place += 1
        continue
      }
      addText(start..<place)
      addTag(place..<end + 1)
      (start, place) = (end + 1, end + 1)
    }
    addText(start..<line.upperBound)
  }

  private mutating func addText(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    parts.append(.text(String(decoding: bytes[range], as: UTF8.self)))
  }

  private mutating func addTag(_ range: Range<Int>) {
    let content = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
    let isEnd = content.first == UInt8(ascii: "/")
    let name = String(
      decoding: content.dropFirst(isEnd ? 1 : 0).prefix { ($0 | 0x20) &- 0x61 < 26 }, as: UTF8.self)
    let markup = Markup.source(range)
    if isEnd, let tag = tags.close(name) {
      parts.append(.close(tag, markup))
    } else if !isEnd, ["i", "b", "u", "font", "c", "lang", "ruby"].contains(name.lowercased()),
      bytes[range.lowerBound] == UInt8(ascii: "<")
    {
      parts.append(.open(tags.open(name), markup))
    } else {
      parts.append(.code(markup, shown: ""))
    }
  }

  private mutating func flush() {
    defer {
      parts = []
      tags = TagPairs()
      range = nil
      cueCount = 0
    }
    guard let range, String(validating: bytes[range], as: UTF8.self) != nil else { return }
    var block = Block(range: range, parts: parts, spelling: SubtitleSpelling(lineFeed: lineFeed))
    block.collapsesSpace = true
    if block.hasText { blocks.append(block) }
  }
}

/// Text in lines of the width of a screen.
private struct SubtitleSpelling: Spelling {
  /// Most guides for subtitlers allow 42 characters a line.
  private static let longestLine = 42

  let lineFeed: [UInt8]

  func write(_ parts: [InlinePart], copy: (Range<Int>) -> [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var words = Words()
    for part in parts {
      switch part {
      case .text(let text): words.add(text)
      case .open(_, let markup), .close(_, let markup), .code(let markup, _):
        words.add(markup: markup.bytes(copy: copy))
      case .lineBreak(let markup), .boundary(let markup):
        result += words.lines(atMost: Self.longestLine, lineFeed) + markup.bytes(copy: copy)
        words = Words()
      }
    }
    return result + words.lines(atMost: Self.longestLine, lineFeed)
  }

  /// Words with the markup at them.
  private struct Words {
    private var words: [(bytes: [UInt8], width: Int)] = []
    private var isInWord = false

    mutating func add(_ text: String) {
      for character in text {
        if character.isWhitespace {
          isInWord = false
        } else {
          if !isInWord { words.append(([], 0)) }
          isInWord = true
          words[words.count - 1].bytes += String(character).utf8
          words[words.count - 1].width += 1
        }
      }
    }

    mutating func add(markup: [UInt8]) {
      // Before a word it is the word's beginning, at its end its end.
      if !isInWord { words.append(([], 0)) }
      isInWord = true
      words[words.count - 1].bytes += markup
    }

    /// The words in as few lines as fit, of like lengths.
    func lines(atMost width: Int, _ lineFeed: [UInt8]) -> [UInt8] {
      let total = words.reduce(-1) { $0 + $1.width + 1 }
      let count = max(1, (total + width - 1) / width)
      let wanted = max(1, (total + count - 1) / count)
      var (result, line) = ([UInt8](), 0)
      for (index, word) in words.enumerated() {
        if index > 0 {
          // A line ends where it is nearer to its share without the next word.
          let isFull = line + (word.width + 1) / 2 > wanted || line + word.width + 1 > width
          result += isFull && word.width > 0 ? lineFeed : [0x20]
          line = isFull && word.width > 0 ? 0 : line + 1
        }
        result += word.bytes
        line += word.width
      }
      return result
    }
  }
}
