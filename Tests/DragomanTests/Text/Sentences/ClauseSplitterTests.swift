import Dragoman
import Testing

@Suite struct ClauseSplitterTests {
  private let splitter = SentenceSplitter()

  private func words(_ text: Substring) -> Int { text.split(separator: " ").count }

  private func divided(_ line: String, toFit limit: Int) -> [String] {
    splitter.split(line).divided(toFit: limit, measuredBy: words).pieces
  }

  @Test func whatFitsStays() {
    #expect(
      divided("one two, three; four. Five six.", toFit: 4) == [
        "one two, three; four.", "Five six.",
      ])
  }

  @Test func prefersClausesToCommasToSpaces() {
    #expect(divided("a b c, d e; f g h, i j", toFit: 8) == ["a b c, d e;", "f g h, i j"])
    #expect(divided("a b c, d e f, g h i j", toFit: 8) == ["a b c, d e f,", "g h i j"])
    #expect(divided("a b c d e f g h i j", toFit: 8) == ["a b c d e", "f g h i j"])
  }

  @Test func aNumberIsNotAComma() {
    #expect(divided("a b 3,500 c 10:30 d", toFit: 4) == ["a b 3,500", "c 10:30 d"])
  }

  @Test func aClauseAtTheEdgeIsNotWorthAnUnevenCut() {
    #expect(divided("a; b c d e f g h i j", toFit: 9) == ["a; b c d e", "f g h i j"])
  }

  @Test func piecesAreBalanced() {
    let line = (0..<1000).map { "w\($0 % 10)" }.joined(separator: " ")
    let lengths = divided(line, toFit: 100).map { words($0[...]) }
    #expect((lengths.max() ?? 0) <= 100 && (lengths.min() ?? 0) >= 60)
  }

  @Test func cutsBetweenThaiWordsAndChineseClauses() {
    let thai = splitter.split("ประเทศไทยมีภูเขาสูง").divided(toFit: 12) { $0.unicodeScalars.count }
    #expect(thai.pieces == ["ประเทศไทย", "มีภูเขาสูง"])
    let chinese = splitter.split("我们昨天去了山上，他们没有来").divided(toFit: 10) { $0.count }
    #expect(chinese.pieces == ["我们昨天去了山上，", "他们没有来"])
  }

  @Test func neverCutsInsideACharacterThatFits() {
    let family = "👨\u{200D}👩\u{200D}👧"
    let paragraph = splitter.split(String(repeating: family, count: 10) + "e\u{301}e\u{301}")
    let divided = paragraph.divided(toFit: 12) { $0.unicodeScalars.count }
    for piece in divided.pieces {
      #expect(piece.unicodeScalars.count <= 12)
      #expect(piece.allSatisfy { String($0) == family || $0 == "é" })
    }
  }

  @Test func aCharacterThatDoesNotFitIsCut() {
    let line = "a" + String(repeating: "\u{301}", count: 99)
    let divided = splitter.split(line).divided(toFit: 10) { $0.unicodeScalars.count }
    #expect(divided.pieces.allSatisfy { $0.unicodeScalars.count <= 10 })
    #expect(Array(divided.joined(divided.pieces).utf8) == Array(line.utf8))
  }

  @Test func nothingIsLostAndEverythingFits() {
    var generator = RandomStream(seed: 2)
    for _ in 0..<500 {
      let line = (0..<5).map { _ in randomLine(using: &generator) }.joined(separator: "; ")
      let limit = Int.random(in: 1...40, using: &generator)
      let paragraph = splitter.split(line).divided(toFit: limit) { $0.unicodeScalars.count }
      #expect(Array(paragraph.joined(paragraph.pieces).utf8) == Array(line.utf8))
      #expect(paragraph.pieces.allSatisfy { 1...limit ~= $0.unicodeScalars.count })
    }
  }

  @Test func aCodePointIsNeverCut() {
    let divided = splitter.split("ab").divided(toFit: 1) { 10 * $0.unicodeScalars.count }
    #expect(divided.pieces == ["a", "b"])
  }

  @Test(arguments: ["a", "\u{301}", "a ", ";)", "字", "👨\u{200D}"])
  func aLongLineIsCutInLittleTime(unit: String) {
    let line = String(repeating: unit, count: 50_000)
    let paragraph = splitter.split(line).divided(toFit: 200) { $0.utf8.count }
    #expect(paragraph.pieces.allSatisfy { $0.utf8.count <= 200 })
    #expect(paragraph.joined(paragraph.pieces).utf8.count == line.utf8.count)
  }
}
