import Testing

import Dragoman
import Documents

/// Where tags go, by alignments that are made up.
@Suite struct ProjectionTests {
  /// Translates to one text, with the words of source and target that belong together.
  private struct Fixed: LineTranslator {
    let text: String
    let pairs: [(Int, Int)]

    func translate(
      _ lines: [String], keeping: Set<String>, progress: @escaping @Sendable (Int, Int) -> Void
    ) -> [TranslatedLine] {
      lines.map { line in
        let (sources, targets) = (words(of: line), words(of: text))
        return TranslatedLine(
          text: text,
          links: pairs.map { TokenLink(source: sources[$0.0], target: targets[$0.1], weight: 1) })
      }
    }

    /// Words and marks, by their bytes.
    private func words(of text: String) -> [Range<Int>] {
      var words: [Range<Int>] = []
      var isInWord = false
      for (place, byte) in text.utf8.enumerated() {
        let isWord = byte >= 0x30
        if isWord, isInWord {
          words[words.count - 1] = words[words.count - 1].lowerBound..<place + 1
        } else if byte != 0x20 {
          words.append(place..<place + 1)
        }
        isInWord = isWord
      }
      return words
    }
  }

  /// A page, its translation, the words that belong together, and the translated page.
  struct Case: Sendable {
    let source: String
    let target: String
    let pairs: String
    let expected: String

    init(_ source: String, _ target: String, _ pairs: String, _ expected: String) {
      (self.source, self.target, self.pairs, self.expected) = (source, target, pairs, expected)
    }
  }

  static let cases: [Case] = [
    // A mark that belongs to no tag stays outside, one within stays inside.
    Case(
      "Click <b>Save</b>.", "Auf Speichern klicken.", "0-2 1-1 2-3",
      "Auf <b>Speichern</b> klicken."),
    Case(
      "<b>Save!</b> Now.", "Jetzt speichern! .", "0-1 1-2 2-0 3-3",
      "Jetzt <b>speichern!</b> ."),
    // One token that looks astray does not widen the span.
    Case(
      "the <b>red car</b> stops here", "das rote Auto bleibt hier stehen",
      "0-0 1-1 2-2 3-3 4-4 1-5",
      "das <b>rote Auto</b> bleibt hier stehen"),
    // Parts of a word become the word; two tags in it both stay.
    Case(
      "<b>d</b><i>og</i> runs", "Hund rennt", "0-0 1-1",
      "<b></b><i>Hund</i> rennt"),
    // Words that a language puts apart: the stretch between belongs to the tag as a whole or not at all.
    Case(
      "<b>give up</b> now", "gib jetzt auf", "0-0 1-2 2-1",
      "<b>gib</b> jetzt auf"),
    // Nested, and side by side.
    Case(
      "<a>one <b>two</b></a> <i>three</i>", "drei zwei eins", "0-2 1-1 2-0",
      "<i>drei</i> <a><b>zwei</b> eins</a>"),
    // Of nothing: it stands where its neighbours are.
    Case(
      "one <a id=x></a>two", "eins zwei", "0-0 1-1",
      "eins <a id=x></a>zwei"),
    Case(
      "one<img> two three", "zwei eins drei", "0-1 1-0 2-2",
      "zwei eins<img> drei"),
    // Without any alignment the tags are there all the same.
    Case(
      "one <b>two</b> three", "x y z", "",
      "x <b>y</b> z"),
    Case(
      "<b>one</b> <i>two</i>", "x", "",
      "<b>x</b><i></i>"),
    Case(
      "<b>one two</b>", "x y", "",
      "<b>x y</b>"),
  ]

  @Test(arguments: cases) func tags(case: Case) throws {
    let pairs = `case`.pairs.split(separator: " ").map { pair in
      let numbers = pair.split(separator: "-").compactMap { Int($0) }
      return (numbers[0], numbers[1])
    }
    let translator = Fixed(text: `case`.target, pairs: pairs)
    #expect(try translated(`case`.source, .html, by: translator) == `case`.expected)
  }

  @Test func scriptsWithoutSpacesHaveTagsWithinThem() throws {
    let links = [(0..<3, 0..<6), (4..<7, 6..<9), (8..<13, 9..<15)].map {
      TokenLink(source: $0.0, target: $0.1, weight: 1)
    }
    struct Linked: LineTranslator {
      let line: TranslatedLine
      func translate(
        _ lines: [String], keeping: Set<String>, progress: @escaping @Sendable (Int, Int) -> Void
      ) -> [TranslatedLine] { [line] }
    }
    let line = TranslatedLine(text: "\u{4E00}\u{4E8C}\u{4E09}\u{56DB}\u{4E94}", links: links)
    #expect(
      try translated("<p>one <b>two</b> three", .html, by: Linked(line: line))
        == "<p>\u{4E00}\u{4E8C}<b>\u{4E09}</b>\u{56DB}\u{4E94}")
  }
}
