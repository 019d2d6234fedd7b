import Dragoman
import Testing

import Documents

/// Tables in text files, of which one column is translated.
@Suite struct TableTests {
  private func settings(_ column: String?, into: String? = nil, again: Bool = false)
    -> DocumentSettings
  {
    var settings = DocumentSettings()
    (settings.column, settings.into, settings.retranslates) = (column, into, again)
    return settings
  }

  @Test(arguments: [
    ("id,text\n1,one\n2,two", "text", "id,text\n1,ONE\n2,TWO"),
    ("one,x\r\ntwo,y\r\n", "1", "ONE,x\r\nTWO,y\r\n"),
    ("a;b\n\"x;\"\"y\"\"\";z\n\n", "a", "a;b\n\"X;\"\"Y\"\"\";z\n\n"),
    ("a,b\n\"one\ntwo\",x\n", "a", "a,b\n\"ONE\nTWO\",x\n"),
    ("a,b\n%s one,\"x\"\n12,y\n,z\n", "1", "A,b\n%s ONE,\"x\"\n12,y\n,z\n"),
    ("\u{FEFF}a,b\nx,y", "a", "\u{FEFF}a,b\nX,y"), ("a\nx", "a", "a\nX"),
    ("a \"b\",c\nx \"y,z", "1", "\"A \"\"B\"\"\",c\n\"X \"\"Y\",z"),
  ])
  func aColumnIsTranslated(source: String, column: String, expected: String) throws {
    #expect(
      try translated(source, .csv, by: WordTranslator.careful, settings(column)) == expected)
    #expect(try translated(source, .csv, by: Identity(), settings(column)) == source)
  }

  @Test func tabsHaveFewMarks() throws {
    let source = "a\tb\n\"x\" y\tz\n\"one\ttwo\"\tw\n\"x\t\n"
    #expect(
      try translated(source, .tsv, by: WordTranslator(), settings("a"))
        == "a\tb\n\"X\" Y\tz\n\"ONE TWO\"\tw\n\"X\t\n")
  }

  @Test func aNewTextIsQuotedWhereItMust() throws {
    let translator = WordTranslator(word: { _ in "a, \"b\"" })
    #expect(
      try translated("t\nx\n", .csv, by: translator, settings("t")) == "t\n\"a, \"\"b\"\"\"\n")
  }

  @Test(arguments: [
    // An empty cell is filled, and what is there stays.
    ("en,de\none,\ntwo,zwei\n12,\n", "de", false, "en,de\none,ONE\ntwo,zwei\n12,12\n"),
    ("en,de\none,\ntwo,zwei\n", "de", true, "en,de\none,ONE\ntwo,TWO\n"),
    ("en,x\none,1\n\n,2\n", "de", false, "en,x,de\none,1,ONE\n\n,2,\n"),
    ("one,1\n", "3", false, "one,1,ONE\n"), ("one,1\n", "2", true, "one,ONE\n"),
  ])
  func theTranslationMayGoElsewhere(
    source: String, into: String, again: Bool, expected: String
  ) throws {
    let column = source.hasPrefix("en") ? "en" : "1"
    #expect(
      try translated(
        source, .csv, by: WordTranslator(), settings(column, into: into, again: again)) == expected)
  }

  @Test func encodingsStay() throws {
    let source = Array("a,b\ncaf".utf8) + [0xE9] + Array(",\u{78}\n".utf8)
    let result = try translated(source, .csv, by: WordTranslator(), settings("a")).bytes
    #expect(result == Array("a,b\nCAF".utf8) + [0xC9] + Array(",x\n".utf8))
  }

  /// Larger than what is read at a time.
  @Test func partsOfATableFitTogether() throws {
    let rows = (0..<40_000).map { "\($0),\"word number \($0)\nand more\",x\n" }
    let source = "id,text,other\n" + rows.joined()
    #expect(
      try translated(source, .csv, by: WordTranslator(), settings("text"))
        == source.replacing("word number", with: "WORD NUMBER").replacing(
          "and more", with: "AND MORE"))
  }

  @Test(arguments: [
    ("a,b\n\"x,y\n", "a", "text: is"), ("a,b\n\"x\"y,z\n", "a", ":2"), ("a,b\nx\n", "b", ":2"),
    ("a,b\nx,y\n", "c", "'a', 'b'"), ("a,b\n", "3", "2 columns"), ("a,b\n", "0", "2 columns"),
    ("", "1", "no first row"),
  ])
  func whatIsNoTableIsRefused(text: String, column: String, word: String) {
    #expect {
      try translated(text, .csv, by: Identity(), settings(column))
    } throws: { error in
      guard let error = error as? InputError else { return false }
      return word.hasSuffix("is")
        || "\(error.place) \(error.problem) \(error.remedy ?? "")".contains(word)
    }
    #expect(throws: InputError.self) { try translated(text, .csv, by: Identity(), settings(nil)) }
    #expect(throws: InputError.self) {
      try translated([0xFF, 0xFE, 0x61, 0], .csv, by: Identity(), settings("1"))
    }
  }
}
