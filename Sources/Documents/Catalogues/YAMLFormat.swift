import Dragoman
import Yams

/// Catalogues in YAML, as Rails has them.
///
/// Yams says what is text and where it begins; a scalar is translated if what is read from there
/// (``YAMLScalar``) is what Yams reads.
struct YAMLFormat: ContentFormat {
  let settings: DocumentSettings

  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    try refuseLaughs(bytes, place: place)
    var reader = YAMLReader(bytes: bytes, language: settings.language)
    do {
      let parser = try Parser(yaml: String(decoding: bytes, as: UTF8.self), encoding: .utf8)
      var hasText = false
      while let root = try parser.nextRoot() {
        if root.scalar == nil { hasText = true }
        reader.readRoot(root)
      }
      guard hasText else {
        throw InputError(
          place, "is no catalogue: it has no names and texts.",
          remedy: "Use '--format text' to translate it as lines.")
      }
    } catch let error as YamlError {
      throw InputError(error, in: place)
    }
    return reader.blocks
  }

  /// Yams compares keys as wholes. Where aliases lie in aliases they are endless, if keys are no text.
  private func refuseLaughs(_ bytes: [UInt8], place: String) throws {
    let isAlias = { (index: Int) in
      bytes[index] == UInt8(ascii: "*") && bytes[index + 1] > 0x20
        && (index == 0 || " \t\n\r,[{".utf8.contains(bytes[index - 1]))
    }
    let hasOddKeys = bytes.indices.dropLast().contains { index in
      bytes[index] == UInt8(ascii: "?") && " \t\r\n".utf8.contains(bytes[index + 1])
        || "]}".utf8.contains(bytes[index]) && ": \t".utf8.contains(bytes[index + 1])
        || isAlias(index)
          && bytes[index...].prefix(200).prefix { $0 != 0x0A }.contains(UInt8(ascii: ":"))
    }
    guard hasOddKeys, bytes.indices.dropLast().count(where: isAlias) > Self.mostAliases else {
      return
    }
    throw InputError(
      place, "has many aliases (*name), and keys that are no text.",
      remedy: "Write the keys as text.")
  }

  private static let mostAliases = 30
}

private struct YAMLReader {
  let bytes: [UInt8]
  let language: String?
  private(set) var blocks: [Block] = []
  /// Where lines begin.
  private let lines: [Int]
  /// Where what has been read begins: an alias leads there again.
  private var seen: Set<Int> = []
  /// The place that was asked for last.
  private var last = (line: 0, column: 0, place: 0)

  init(bytes: [UInt8], language: String?) {
    (self.bytes, self.language) = (bytes, language)
    var lines = [0]
    var place = 0
    while place < bytes.count {
      let length = YAMLScalar.lengthOfBreak(bytes, place)
      place += max(1, length)
      if length > 0 { lines.append(place) }
    }
    self.lines = lines
  }

  mutating func readRoot(_ root: Node) {
    // In Rails, all stands below the name of the language.
    if let mapping = root.mapping, mapping.count == 1, let (key, value) = mapping.first,
      value.mapping != nil, let name = key.scalar, name.string.isLanguageCode
    {
      rename(name)
      read(value, isFlow: false)
    } else {
      read(root, isFlow: false)
    }
  }

  private mutating func rename(_ name: Node.Scalar) {
    guard let language, let mark = name.mark, let start = place(of: mark),
      let scalar = YAMLScalar(bytes, at: start, name, isFlow: true)
    else { return }
    blocks.append(scalar.replaced(by: language.replacing("_", with: "-")))
  }

  private mutating func place(of mark: Mark) -> Int? {
    guard lines.indices.contains(mark.line - 1) else { return nil }
    // Most marks follow the last one.
    var (column, place) = (1, lines[mark.line - 1])
    if last.line == mark.line, last.column <= mark.column {
      (column, place) = (last.column, last.place)
    }
    while column < mark.column, place < bytes.count {
      column += 1
      place += 1
      while place < bytes.count, bytes[place] & 0xC0 == 0x80 { place += 1 }
    }
    last = (mark.line, mark.column, place)
    return place < bytes.count ? place : nil
  }

  private mutating func read(_ node: Node, isFlow: Bool) {
    guard let mark = node.mark, let place = place(of: mark) else { return }
    let start = YAMLScalar.skipProperties(bytes, place)
    guard start < bytes.count, seen.insert(start).inserted else { return }
    if let scalar = node.scalar {
      // Numbers, dates and the like are no text, and neither are formats of dates and symbols of Ruby.
      guard YAMLScalar.isText(node), !scalar.string.isFormat, bytes[start] != UInt8(ascii: ":"),
        let written = YAMLScalar(bytes, at: start, scalar, isFlow: isFlow)
      else { return }
      blocks += written.message.blocks
      return
    }
    let isFlow = isFlow || "[{".utf8.contains(bytes[start])
    for value in node.mapping.map({ Array($0.values) }) ?? node.sequence.map(Array.init) ?? [] {
      read(value, isFlow: isFlow)
    }
  }
}

extension String {
  /// Whether it looks like `en`, `pt-BR` or `zh-Hant`.
  fileprivate var isLanguageCode: Bool {
    let parts = utf8.split(omittingEmptySubsequences: false) { "-_".utf8.contains($0) }
    return parts.count < 4 && (2...3).contains(parts[0].count)
      && parts.allSatisfy { part in
        (2...8).contains(part.count)
          && part.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
      }
  }

  /// Whether each letter belongs to the format of a date, as in `%Y-%m-%d`.
  fileprivate var isFormat: Bool {
    let scalars = Array(unicodeScalars)
    return scalars.contains("%")
      && scalars.indices.allSatisfy { index in
        guard scalars[index].properties.isAlphabetic else { return true }
        let before = scalars[..<index].reversed().drop { "-^0_".unicodeScalars.contains($0) }
        return before.first == "%"
      }
  }
}
