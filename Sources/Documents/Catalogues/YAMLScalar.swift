import Yams

/// A scalar as it is written in a YAML file.
struct YAMLScalar {
  private enum Style {
    case plain(isFlow: Bool)
    case single, double
    /// Lines of a block, with the space before each.
    case block(indent: String, isFolded: Bool)
  }

  private let text: WrittenText
  private let style: Style

  /// Reads a scalar; `nil` when it is written in a way that is not known here.
  ///
  /// - Parameters:
  ///   - start: Where it begins, behind an anchor or a tag.
  ///   - scalar: What Yams reads there.
  init?(_ bytes: [UInt8], at start: Int, _ scalar: Node.Scalar, isFlow: Bool) {
    var lines = YAMLLines(bytes: bytes, place: start)
    let expected = Array(scalar.string.utf8)
    let read: WrittenText?
    switch bytes[start] {
    case UInt8(ascii: "\""):
      style = .double
      read = lines.quoted(UInt8(ascii: "\"")).flatMap(Escaping.yaml.read)
    case UInt8(ascii: "'"):
      style = .single
      read = lines.quoted(UInt8(ascii: "'"))
      guard !expected.contains(0x0A) else { return nil }
    case UInt8(ascii: "|") where !isFlow, UInt8(ascii: ">") where !isFlow:
      let isFolded = bytes[start] == UInt8(ascii: ">")
      guard let (indent, block) = lines.block(isFolded: isFolded) else { return nil }
      style = .block(indent: indent, isFolded: isFolded)
      read = block
    default:
      style = .plain(isFlow: isFlow)
      read = lines.plain(expected.count)
    }
    guard let read else { return nil }
    // The line feeds behind a block are not part of what is replaced.
    var (ours, theirs) = (read.bytes[...], expected[...])
    if case .block = style {
      while theirs.last == 0x0A { theirs.removeLast() }
      while ours.last == 0x0A { ours.removeLast() }
    }
    guard ours == theirs, !ours.isEmpty else { return nil }
    text = read
  }

  /// What is translated.
  var message: Message {
    switch style {
    case .plain(let isFlow):
      var message = Message(text) { $0 }
      message.wrap = { Self.isPlain($0, isFlow: isFlow) ? $0 : "\"\(Escaping.yaml.write($0))\"" }
      return message
    case .single: return Message(text, syntax: .arms) { $0.replacing("'", with: "''") }
    case .double: return Message(text, syntax: .arms) { Escaping.yaml.write($0) }
    case .block(let indent, let isFolded):
      return Message(text, syntax: .arms) { text in
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
          // A folded block has an empty line where the text has a new one.
          let feed = $0 == 0 ? "" : isFolded ? "\n\n" : "\n"
          return feed + ($0 == 0 || $1.isEmpty ? "" : indent) + $1
        }.joined()
      }
    }
  }

  /// Another text in its place.
  func replaced(by other: String) -> Block {
    let written: String
    if case .plain(let isFlow) = style, !Self.isPlain(other, isFlow: isFlow) {
      written = "\"\(other)\""
    } else {
      written = other
    }
    return Block(at: text.range(of: text.bytes.indices), replacedBy: written)
  }

  /// Whether a text needs no quotation marks.
  private static func isPlain(_ text: String, isFlow: Bool) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      !"-?:,[]{}#&*!|>'\"%@` \t".unicodeScalars.contains(first), last != ":", last != " ",
      !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }),
      !text.contains(": "), !text.contains(" #")
    else { return false }
    if isFlow, text.contains(where: { ",[]{}:".contains($0) }) { return false }
    return isText(Node(text))
  }

  /// Whether a scalar is no number, `yes` or the like.
  static func isText(_ node: Node) -> Bool {
    // What begins with a letter and has spaces is none of them, and Yams would look for each.
    if let text = node.scalar?.string, text.unicodeScalars.first?.properties.isAlphabetic ?? false,
      text.contains(" ")
    {
      return true
    }
    return node.any is String
  }

  /// Where a scalar begins behind its anchor and its tag.
  static func skipProperties(_ bytes: [UInt8], _ start: Int) -> Int {
    var place = start
    while place < bytes.count, "&!".utf8.contains(bytes[place]) {
      place = bytes[place...].firstIndex { " \t\r\n".utf8.contains($0) } ?? bytes.count
      place = bytes[place...].firstIndex { !" \t\r\n".utf8.contains($0) } ?? bytes.count
    }
    return place
  }

  /// How many bytes the end of a line has that is at a place; 0 if there is none.
  static func lengthOfBreak(_ bytes: [UInt8], _ place: Int) -> Int {
    let next = { (offset: Int) in
      place + offset < bytes.count ? bytes[place + offset] : 0
    }
    switch bytes[place] {
    case 0x0A: return 1
    case 0x0D: return next(1) == 0x0A ? 2 : 1
    case 0xC2: return next(1) == 0x85 ? 2 : 0
    case 0xE2: return next(1) == 0x80 && [0xA8, 0xA9].contains(next(2)) ? 3 : 0
    default: return 0
    }
  }
}

/// Reads scalars that go over lines.
private struct YAMLLines {
  let bytes: [UInt8]
  var place: Int

  private subscript(place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }

  /// Text up to a number of bytes.
  mutating func plain(_ count: Int) -> WrittenText? {
    var text = WrittenText(at: place)
    while text.bytes.count < count, place < bytes.count { fold(&text) }
    return text
  }

  /// Text between quotation marks; escapes are left in it.
  mutating func quoted(_ mark: UInt8) -> WrittenText? {
    place += 1
    var text = WrittenText(at: place)
    let isDouble = mark == UInt8(ascii: "\"")
    while place < bytes.count {
      if bytes[place] == mark {
        if isDouble || self[place + 1] != mark { return text }
        text.append(mark, writtenAt: place..<place + 2)
        place += 2
      } else if isDouble, bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count {
        let start = place
        let feed = YAMLScalar.lengthOfBreak(bytes, place + 1)
        place += feed > 0 ? 1 + feed : 2
        if feed > 0 {
          while " \t".utf8.contains(self[place]) { place += 1 }
        } else {
          text.append(bytes[start..<place], writtenAt: start..<place)
        }
      } else {
        fold(&text)
      }
    }
    return nil
  }

  /// Adds a byte, or what the white space around the end of a line reads: a space, or as many line feeds as there
  /// are empty lines.
  private mutating func fold(_ text: inout WrittenText) {
    var end = place
    var feeds = 0
    while end < bytes.count {
      let length = YAMLScalar.lengthOfBreak(bytes, end)
      if length > 0 { feeds += 1 }
      guard length > 0 || " \t".utf8.contains(bytes[end]) else { break }
      end += max(1, length)
    }
    if feeds == 0 {
      for place in place..<max(end, place + 1) {
        text.append(bytes[place], writtenAt: place..<place + 1)
      }
      place = max(end, place + 1)
    } else {
      let folded = feeds == 1 ? [0x20] : [UInt8](repeating: 0x0A, count: feeds - 1)
      text.append(folded, writtenAt: place..<end)
      place = end
    }
  }

  /// The lines of a block and the space before each; `nil` when they are indented in several ways.
  mutating func block(isFolded: Bool) -> (indent: String, text: WrittenText)? {
    let header = bytes[place...].prefix { $0 != 0x0A }
    guard header.endIndex < bytes.count,
      !header.dropFirst().prefix(2).contains(where: { $0 &- 0x30 < 10 })
    else { return nil }
    place = header.endIndex + 1
    var lines: [Range<Int>] = []
    var indent: Int?
    while place < bytes.count {
      let feed = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
      let end = feed > place && bytes[feed - 1] == 0x0D ? feed - 1 : feed
      let start = bytes[place..<end].firstIndex { $0 != 0x20 } ?? end
      if start < end {
        if start - place < indent ?? 1 { break }
        indent = indent ?? start - place
        lines.append(place + (indent ?? 0)..<end)
      } else {
        lines.append(min(end, place + (indent ?? 0))..<end)
      }
      place = feed + 1
    }
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    guard let indent, let first = lines.first, !first.isEmpty else { return nil }
    var text = WrittenText(at: first.lowerBound)
    for (index, line) in lines.enumerated() {
      if index > 0 {
        let gap = lines[index - 1].upperBound..<line.lowerBound
        // A line feed between lines of text is a space; Yams knows better where a line is indented.
        let isJoined = isFolded && !line.isEmpty && !lines[index - 1].isEmpty
        let isSwallowed = isFolded && !line.isEmpty && lines[index - 1].isEmpty
        if !isSwallowed { text.append(isJoined ? 0x20 : 0x0A, writtenAt: gap) }
      }
      for place in line { text.append(bytes[place], writtenAt: place..<place + 1) }
    }
    return (String(repeating: " ", count: indent), text)
  }
}

extension Escaping {
  /// Strings of YAML in double quotation marks.
  static let yaml = Escaping(
    letters: json.letters.merging([
      UInt8(ascii: "a"): 0x07, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "e"): 0x1B,
      UInt8(ascii: " "): 0x20,
    ]) { first, _ in first },
    digits: [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8],
    written: [0x09, 0x0A, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "\\")],
    code: UInt8(ascii: "u"))
}
