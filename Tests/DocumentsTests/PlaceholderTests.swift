import Testing

import Documents

@Suite struct PlaceholderTests {
  /// Loses what it is not told to keep, or always.
  private struct Careless: LineTranslator {
    var isObedient = true
    let losses: [String]
    var replacement = ""

    func translate(
      _ lines: [String], keeping words: Set<String>,
      progress: @escaping @Sendable (Int, Int) -> Void
    ) -> [TranslatedLine] {
      let lines = lines.map { line in
        losses.reduce(line) { line, loss in
          isObedient && words.contains(loss) ? line : line.replacing(loss, with: replacement)
        }
      }
      return WordTranslator(word: { $0 }).translate(
        lines.map { "\($0) x" }, keeping: words, progress: progress)
    }
  }

  @Test(arguments: ["https://a.example/b?c=d", "someone@mail.example", "{{name}}", "${name}"])
  func whatIsLostIsAskedFor(word: String) throws {
    let page = "<p>one \(word) two</p>"
    #expect(
      try translated(page, .html, by: Careless(losses: [word])) == "<p>one \(word) two x</p>")
    // In vain: it is put where it belongs.
    let result = try translated(
      Array(page.utf8), .html, by: Careless(isObedient: false, losses: [word]))
    #expect(String(decoding: result.bytes, as: UTF8.self) == "<p>one \(word) two x</p>")
    #expect(result.problems.map(\.text) == ["placed by alignment: \(word)"])
  }

  /// `msgfmt` refuses a catalogue with such a message.
  @Test(arguments: ["save %", "save { it", "save %% it"]) func signsOfNoFormatAreNotAdded(
    wrong: String
  ) throws {
    let source = "msgid \"save %s\"\nmsgstr \"\"\n"
    let result = try translated(
      Array(source.utf8), .po, by: Careless(losses: ["save"], replacement: wrong))
    #expect(String(decoding: result.bytes, as: UTF8.self) == source)
    #expect(!result.problems.isEmpty)
  }

  @Test func codesOfAPageAreKeptOnce() throws {
    let page = "<p>run <code>ls</code> or <kbd>ls</kbd> ls now</p>"
    #expect(
      try translated(page, .html, by: Careless(losses: []))
        == "<p>run <code>ls</code> or <kbd>ls</kbd> ls now x</p>")
    let doubled = Careless(isObedient: false, losses: ["ls"], replacement: "ls ls")
    let result = try translated(page, .html, by: doubled)
    #expect(result.components(separatedBy: "<code>ls</code>").count == 2)
    #expect(result.components(separatedBy: "<kbd>ls</kbd>").count == 2)
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    var (parts, rest) = ([Substring](), self[...])
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
