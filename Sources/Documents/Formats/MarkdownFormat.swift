/// Markdown: CommonMark 0.31 with GitHub's tables, task lists and footnotes, and a header of metadata.
///
/// Code, HTML comments, destinations of links and metadata stay. A paragraph that stood on several lines is
/// broken anew at the width that it had.
struct MarkdownFormat: ContentFormat {
  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    var reader = MarkdownReader(bytes)
    return reader.read()
  }
}

private struct MarkdownReader {
  private let bytes: [UInt8]
  private let lines: [Range<Int>]
  private let labels: Set<String>
  private var blocks: [Block] = []
  /// The lines of the paragraph under way, without what stands before their text.
  private var paragraph: [Range<Int>] = []
  /// Where the text of the innermost list's items begins, in columns.
  private var listColumn = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      $0.last == 0x0D ? $0.startIndex..<$0.endIndex - 1 : $0.startIndex..<$0.endIndex
    }
    var labels: Set<String> = []
    for line in lines {
      if let label = Self.definition(bytes[line]) { labels.insert(label) }
    }
    self.labels = labels
  }

  mutating func read() -> [Block] {
    var number = frontMatterEnd
    while number < lines.count {
      number = take(number)
    }
    flush()
    return blocks
  }

  /// Takes a line, and those that belong to it.
  ///
  /// - Returns: The number of the next.
  private mutating func take(_ number: Int) -> Int {
    let line = lines[number]
    var text = firstNonSpace(line.lowerBound, line)
    var indent = column(text, in: line)
    if text == line.upperBound {
      flush()
      return number + 1
    }
    if paragraph.isEmpty, indent < listColumn { listColumn = 0 }
    if paragraph.isEmpty, indent >= listColumn + 4 { return number + 1 }
    // Quotations and items of lists, which may stand in each other.
    while let next = container(text, line) {
      if bytes[text] != UInt8(ascii: ">") || paragraph.isEmpty { flush() }
      if bytes[text] != UInt8(ascii: ">") { listColumn = column(next, in: line) }
      text = next
      indent = column(text, in: line)
    }
    let rest = text..<line.upperBound
    guard !rest.isEmpty else {
      flush()
      return number + 1
    }
    if let end = endOfFence(number, rest) {
      flush()
      return end
    }
    if let end = htmlEnd(number, rest) {
      flush()
      blocks += HTMLFormat.blocks(in: bytes, rest.lowerBound..<lines[end - 1].upperBound)
      return end
    }
    if isRule(rest) {
      flush()
      return number + 1
    }
    if let heading = heading(rest) {
      flush()
      add([heading])
      return number + 1
    }
    if paragraph.isEmpty, Self.definition(bytes[rest]) != nil { return number + 1 }
    if number + 1 < lines.count, bytes[rest].contains(UInt8(ascii: "|")),
      isTableRule(lines[number + 1])
    {
      flush()
      return takeTable(number, rest)
    }
    paragraph.append(rest)
    return number + 1
  }

  private func firstNonSpace(_ start: Int, _ line: Range<Int>) -> Int {
    bytes[start..<line.upperBound].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.upperBound
  }

  private func column(_ place: Int, in line: Range<Int>) -> Int {
    bytes[line.lowerBound..<place].reduce(0) { $1 == 0x09 ? ($0 / 4 + 1) * 4 : $0 + 1 }
  }

  /// The line behind a header of metadata.
  private var frontMatterEnd: Int {
    guard let first = lines.first,
      ["---", "+++"].contains(String(decoding: bytes[first], as: UTF8.self))
    else { return 0 }
    let end = lines.dropFirst().firstIndex { bytes[$0].elementsEqual(bytes[first]) }
    return end.map { $0 + 1 } ?? 0
  }

  /// Where text begins behind the mark of a quotation, an item or a footnote; `nil` when there is none.
  private func container(_ start: Int, _ line: Range<Int>) -> Int? {
    guard start < line.upperBound else { return nil }
    var end = start
    switch bytes[start] {
    case UInt8(ascii: ">"): return firstNonSpace(start + 1, line)
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
      guard !isRule(start..<line.upperBound) else { return nil }
      end = start + 1
    case UInt8(ascii: "["):
      guard bytes[start..<line.upperBound].starts(with: "[^".utf8),
        let close = bytes[start..<line.upperBound].firstIndex(of: UInt8(ascii: "]")),
        close + 1 < line.upperBound, bytes[close + 1] == UInt8(ascii: ":")
      else { return nil }
      end = close + 2
    default:
      while end < line.upperBound, end - start < 9, bytes[end] &- 0x30 < 10 { end += 1 }
      guard end > start, end < line.upperBound, ".)".utf8.contains(bytes[end]) else { return nil }
      end += 1
    }
    guard end == line.upperBound || bytes[end] == 0x20 || bytes[end] == 0x09 else { return nil }
    let text = firstNonSpace(end, line)
    // A task that is done or not.
    let task = bytes[text..<line.upperBound].prefix(4)
    let isTask =
      task.count == 4 && ["[ ] ", "[x] ", "[X] "].contains(String(decoding: task, as: UTF8.self))
    return isTask ? firstNonSpace(text + 4, line) : text
  }

  /// The line behind the code that a fence begins; `nil` when there is no fence.
  private func endOfFence(_ number: Int, _ text: Range<Int>) -> Int? {
    let mark = bytes[text.lowerBound]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    let length = bytes[text].prefix { $0 == mark }.count
    guard length >= 3, !(mark == 0x60 && bytes[text].dropFirst(length).contains(mark)) else {
      return nil
    }
    let end = lines[(number + 1)...].firstIndex { line in
      // In a quotation the fence that closes stands behind its mark, too.
      let rest = bytes[line].drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
      let count = rest.prefix { $0 == mark }.count
      return count >= length && rest.dropFirst(count).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
    return end.map { $0 + 1 } ?? lines.count
  }

  private static let htmlBlocks: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "dd", "div",
    "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head",
    "header", "hr", "html", "iframe", "li", "link", "main", "menu", "nav", "ol", "p", "pre",
    "script",
    "section", "style", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead",
    "title", "tr",
    "ul",
  ]

  /// The line behind the HTML that begins here; `nil` when none does.
  private func htmlEnd(_ number: Int, _ text: Range<Int>) -> Int? {
    guard bytes[text.lowerBound] == UInt8(ascii: "<"), text.count > 2 else { return nil }
    func line(with end: String) -> Int {
      let found = lines[number...].firstIndex { line in
        let line = line.clamped(to: text.lowerBound..<bytes.count)
        return line.contains { bytes[$0..<line.upperBound].starts(with: end.utf8) }
      }
      return found.map { $0 + 1 } ?? lines.count
    }
    if bytes[text].starts(with: "<!--".utf8) { return line(with: "-->") }
    if bytes[text].starts(with: "<?".utf8) { return line(with: "?>") }
    let name = String(
      decoding: bytes[text].dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix {
        ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10
      }, as: UTF8.self
    ).lowercased()
    guard Self.htmlBlocks.contains(name) else { return nil }
    if ["script", "pre", "style", "textarea"].contains(name) { return line(with: "</\(name)>") }
    return lines[number...].firstIndex { firstNonSpace($0.lowerBound, $0) == $0.upperBound }
      ?? lines.count
  }

  /// Whether a line is a rule, or underlines a heading.
  private func isRule(_ text: Range<Int>) -> Bool {
    let mark = bytes[text.lowerBound]
    guard "-*_=".utf8.contains(mark) else { return false }
    let marks = bytes[text].filter { $0 != 0x20 && $0 != 0x09 }
    guard marks.allSatisfy({ $0 == mark }) else { return false }
    let isUnderline = !paragraph.isEmpty && (mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-"))
    return isUnderline || marks.count >= 3 && mark != UInt8(ascii: "=")
  }

  /// The text of a heading.
  private func heading(_ text: Range<Int>) -> Range<Int>? {
    let level = bytes[text].prefix { $0 == UInt8(ascii: "#") }.count
    let start = text.lowerBound + level
    guard (1...6).contains(level), start < text.upperBound,
      bytes[start] == 0x20 || bytes[start] == 0x09
    else { return nil }
    var end = text.upperBound
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == UInt8(ascii: "#") { end -= 1 }
    let first = firstNonSpace(start, start..<end)
    return first < end ? first..<end : nil
  }

  /// The label that a line defines, in lower case.
  private static func definition(_ line: ArraySlice<UInt8>) -> String? {
    let text = line.drop { $0 == 0x20 }
    guard text.first == UInt8(ascii: "["), text.dropFirst().first != UInt8(ascii: "^"),
      let end = text.firstIndex(of: UInt8(ascii: "]")), end + 1 < text.endIndex,
      text[end + 1] == UInt8(ascii: ":")
    else { return nil }
    return String(decoding: text[(text.startIndex + 1)..<end], as: UTF8.self).lowercased().trimmed
  }

  private func isTableRule(_ line: Range<Int>) -> Bool {
    let text = bytes[line]
    return text.contains(UInt8(ascii: "-"))
      && (text.contains(UInt8(ascii: "|")) || text.contains(UInt8(ascii: ":")))
      && text.allSatisfy { "|:- \t>".utf8.contains($0) }
  }

  private mutating func takeTable(_ number: Int, _ head: Range<Int>) -> Int {
    addCells(head)
    var next = number + 2
    while next < lines.count, bytes[lines[next]].contains(UInt8(ascii: "|")) {
      addCells(lines[next])
      next += 1
    }
    return next
  }

  private mutating func addCells(_ row: Range<Int>) {
    var start = row.lowerBound
    for place in row.lowerBound...row.upperBound {
      let isEnd =
        place == row.upperBound
        || bytes[place] == UInt8(ascii: "|")
          && !(place > row.lowerBound && bytes[place - 1] == UInt8(ascii: "\\"))
      guard isEnd else { continue }
      var cell = start..<place
      cell = firstNonSpace(start, cell)..<place
      while !cell.isEmpty, bytes[cell.upperBound - 1] == 0x20 {
        cell = cell.lowerBound..<cell.upperBound - 1
      }
      add([cell], isCell: true)
      start = place + 1
    }
  }

  private mutating func flush() {
    add(paragraph)
    paragraph = []
  }

  private mutating func add(_ lines: [Range<Int>], isCell: Bool = false) {
    guard let first = lines.first, let last = lines.last else { return }
    var end = last.upperBound
    while end > last.lowerBound, bytes[end - 1] == 0x20 { end -= 1 }
    let trimmed = lines.dropLast() + [last.lowerBound..<end]
    var inline = MarkdownInline(bytes, Array(trimmed), labels: labels)
    guard let parts = inline.parts else { return }
    let width = lines.count > 1 ? lines.map(\.count).max() ?? 0 : nil
    let between = lines.count > 1 ? first.upperBound..<lines[1].lowerBound : nil
    var block = Block(
      range: first.lowerBound..<end, parts: parts,
      spelling: MarkdownSpelling(
        lineEnd: between.map { String(decoding: bytes[$0], as: UTF8.self) } ?? " ", width: width,
        isCell: isCell))
    block.collapsesSpace = true
    if block.hasText { blocks += [block] + inline.inner }
  }
}
