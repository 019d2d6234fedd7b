import Dragoman
import Testing

@Suite struct WordDifferenceTests {
  /// The parts of the first and the second text, with brackets around those the other has not.
  private func marked(_ first: String, _ second: String) -> [String] {
    let difference = WordDifference(first, second)
    return [difference.first, difference.second].map { parts in
      parts.map { $0.isShared ? $0.text : "[\($0.text)]" }.joined()
    }
  }

  @Test(arguments: [
    ("", "", "", ""),
    ("a b c", "a b c", "a b c", "a b c"),
    ("", "a b", "", "[a b]"),
    ("the old cat sat", "the cat sat down", "the [old] cat sat", "the cat sat [down]"),
    ("x y", "y x", "[x] y", "y [x]"),
    ("one, two.", "one two!", "one[,] two[.]", "one two[!]"),
    ("a very old dog", "a big dog", "a [very old] dog", "a [big] dog"),
    ("cafés", "café", "[cafés]", "[café]"),
    ("你好世界", "你们好", "你好[世界]", "你[们]好"),
    (" a  b ", "a b", " a  b ", "a b"),
  ])
  func marksWhatTheOtherHasNot(first: String, second: String, left: String, right: String) {
    #expect(marked(first, second) == [left, right])
  }

  @Test func keepsEveryCharacter() {
    let (first, second) = ("a\u{301}b  👍🏽 x\ty", "قال: «نعم»؟")
    let difference = WordDifference(first, second)
    #expect(difference.first.map(\.text).joined() == first)
    #expect(difference.second.map(\.text).joined() == second)
  }

  @Test func comparesVeryLongLines() {
    let words = (0..<5000).map { "w\($0)" }
    let first = "start " + words.joined(separator: " ") + " end"
    let second = "start " + words.reversed().joined(separator: " ") + " end"
    let difference = WordDifference(first, second)
    #expect(difference.first.first == .init("start ", isShared: true))
    #expect(difference.first.last == .init(" end", isShared: true))
  }
}
