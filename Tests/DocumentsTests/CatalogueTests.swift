import Testing

import Dragoman
import Documents

/// Catalogues of messages, and translators' packages.
@Suite struct CatalogueTests {
  private func po(_ entry: String) -> String {
    "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n" + entry
  }

  @Test(arguments: [
    ("msgid \"one two\"\nmsgstr \"\"\n", "msgid \"one two\"\nmsgstr \"ONE TWO\"\n"),
    ("msgid \"one\"\nmsgstr \"eins\"\n", "msgid \"one\"\nmsgstr \"eins\"\n"),
    ("#, fuzzy\nmsgid \"one\"\nmsgstr \"ein\"\n", "#, fuzzy\nmsgid \"one\"\nmsgstr \"ONE\"\n"),
    ("#~ msgid \"one\"\n#~ msgstr \"\"\n", "#~ msgid \"one\"\n#~ msgstr \"\"\n"),
    (
      "msgctxt \"a\"\nmsgid \"one\"\nmsgstr \"\"\nmsgid \"two\"\nmsgstr \"\"",
      "msgctxt \"a\"\nmsgid \"one\"\nmsgstr \"ONE\"\nmsgid \"two\"\nmsgstr \"TWO\""
    ),
    (
      "msgid \"%d one\"\nmsgid_plural \"%d many\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n",
      "msgid \"%d one\"\nmsgid_plural \"%d many\"\nmsgstr[0] \"%d ONE\"\nmsgstr[1] \"%d MANY\"\n"
    ),
    (
      "msgid \"\"\n\"one \\\"two\\\"\\n\"\n\"three\"\nmsgstr \"\"\n",
      "msgid \"\"\n\"one \\\"two\\\"\\n\"\n\"three\"\nmsgstr \"\"\n\"ONE \\\"TWO\\\"\\n\"\n\"THREE\"\n"
    ),
    (
      "msgid \"_one & <b>%s</b>\"\nmsgstr \"\"\n",
      "msgid \"_one & <b>%s</b>\"\nmsgstr \"_ONE & <b>%s</b>\"\n"
    ),
    (
      "msgid \"one <file> &lt; &amp;two\"\nmsgstr \"\"\n",
      "msgid \"one <file> &lt; &amp;two\"\nmsgstr \"ONE <file> &lt; &amp;TWO\"\n"
    ),
    ("msgid \"one \\x\"\nmsgstr \"\"\n", "msgid \"one \\x\"\nmsgstr \"\"\n"),
  ])
  func emptyMessagesAreTranslated(source: String, expected: String) throws {
    let translator = WordTranslator(word: { word in
      // Placeholders are codes, which a good model leaves alone.
      ["%s", "%d", "<file>"].contains(word) ? word : word.uppercased()
    })
    #expect(try translated(po(source), .po, by: translator) == po(expected))
  }

  @Test func linesOfManyMessagesAreWrapped() throws {
    let words = Array(repeating: "word", count: 40).joined(separator: " ")
    let result = try translated(po("msgid \"\(words)\"\nmsgstr \"\"\n"), .po)
    let lines = result.split(separator: "\n").drop { $0 != "msgstr \"\"" }.dropFirst()
    #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 79 })
  }

  @Test func whatIsNoCatalogueIsRefused() {
    for text in ["msgid one", "hello \"x\"", "msgstr[x] \"\"", "\"one\"", "msgid \"one"] {
      #expect(throws: InputError.self) { try translated(text, .po) }
    }
  }

  @Test func translationsMayBeMadeAgain() throws {
    let entry = "msgid \"one\"\nmsgstr \"eins\"\n"
    #expect(
      try translated(po(entry), .po, by: WordTranslator(), .again)
        == po("msgid \"one\"\nmsgstr \"ONE\"\n"))
    let unit = "<trans-unit><source>one</source><target state='final'>eins</target></trans-unit>"
    let again = "<target state='needs-review-translation'>ONE</target></trans-unit>"
    #expect(
      try translated(xliff(unit), .xliff, by: WordTranslator(), .again)
        == xliff("<trans-unit><source>one</source>\(again)"))
  }

  private func xliff(_ units: String, version: String = "1.2") -> String {
    "<?xml version=\"1.0\"?><xliff version=\"\(version)\"><file><body>\(units)</body></file></xliff>"
  }

  @Test(arguments: [
    (
      "<trans-unit id=\"1\">\n <source>one <g id=\"1\">two</g></source>\n</trans-unit>",
      "<trans-unit id=\"1\">\n <source>one <g id=\"1\">two</g></source>\n "
        + "<target state=\"needs-review-translation\">ONE <g id=\"1\">TWO</g></target>\n</trans-unit>"
    ),
    (
      "<trans-unit><source>one</source><target state=\"new\">one</target></trans-unit>",
      "<trans-unit><source>one</source><target state=\"needs-review-translation\">ONE</target></trans-unit>"
    ),
    (
      "<trans-unit><source>a &lt; <ph id=\"1\">%s</ph> b</source><target/></trans-unit>",
      "<trans-unit><source>a &lt; <ph id=\"1\">%s</ph> b</source><target>A &lt; <ph id=\"1\">%s</ph> B</target></trans-unit>"
    ),
    ("<trans-unit><source>one</source><target>eins</target></trans-unit>", nil),
    ("<trans-unit translate=\"no\"><source>one</source></trans-unit>", nil),
    ("<group translate=\"no\"><trans-unit><source>one</source></trans-unit></group>", nil),
    (
      "<trans-unit><source>one</source><target>1</target><alt-trans><source>two</source><target/></alt-trans></trans-unit>",
      nil
    ),
    (
      "<trans-unit><source>a<bpt id=\"1\">[</bpt>b<ept id=\"1\">]</ept></source><target/></trans-unit>",
      "<trans-unit><source>a<bpt id=\"1\">[</bpt>b<ept id=\"1\">]</ept></source>"
        + "<target><bpt id=\"1\">[</bpt>AB<ept id=\"1\">]</ept></target></trans-unit>"
    ),
  ])
  func segmentsWithoutTargetGetOne(source: String, expected: String?) throws {
    let translator = WordTranslator(word: { $0 == "%s" ? $0 : $0.uppercased() })
    #expect(try translated(xliff(source), .xliff, by: translator) == xliff(expected ?? source))
  }

  @Test func segmentsOfTheSecondVersion() throws {
    let unit = "<unit id=\"1\"><segment><source>one <pc id=\"1\">two</pc></source>"
    #expect(
      try translated(xliff("\(unit)</segment></unit>", version: "2.1"), .xliff)
        == xliff(
          "\(unit)<target>ONE <pc id=\"1\">TWO</pc></target></segment></unit>", version: "2.1"))
  }

  @Test func hostileXMLIsRefused() {
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
    let outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
    let deep = String(repeating: "<g>", count: 10_000)
    for (text, word) in [
      ("\(laughs)<xliff>&b;</xliff>", "entities"), ("\(outside)<xliff>&a;</xliff>", "entities"),
      ("<xliff>\(deep)", "well-formed"), ("<xliff><a></xliff>", "line 1"), ("", "XML"),
      ("<xliff>\u{1}</xliff>", "well-formed"),
    ] {
      #expect {
        try translated(text, .xliff)
      } throws: { error in
        (error as? InputError)?.problem.contains(word) ?? false
      }
    }
  }

  private func tmx(_ units: String) -> String {
    "<?xml version=\"1.0\"?><tmx version=\"1.4\"><header srclang=\"en-US\"/><body>\(units)</body></tmx>"
  }

  private static let english = "<tuv xml:lang=\"en\"><seg>one <hi>two</hi></seg></tuv>"

  @Test(arguments: [
    (
      "<tu>\n  \(english)\n</tu>",
      "<tu>\n  \(english)\n  <tuv xml:lang=\"de\"><seg>ONE <hi>TWO</hi></seg></tuv>\n</tu>"
    ),
    (
      "<tu>\(english)<tuv xml:lang=\"DE-DE\"><note>x</note><seg/></tuv></tu>",
      "<tu>\(english)<tuv xml:lang=\"DE-DE\"><note>x</note><seg>ONE <hi>TWO</hi></seg></tuv></tu>"
    ),
    ("<tu>\(english)<tuv xml:lang=\"de\"><seg>eins</seg></tuv></tu>", nil),
    ("<tu srclang=\"fr\">\(english)</tu>", nil),
    (
      "<tu><tuv lang=\"EN-US\"><seg>a<bpt i=\"1\">[</bpt>b<ept i=\"1\">]</ept> &lt; <ph>%s</ph></seg></tuv></tu>",
      "<tu><tuv lang=\"EN-US\"><seg>a<bpt i=\"1\">[</bpt>b<ept i=\"1\">]</ept> &lt; <ph>%s</ph></seg></tuv>"
        + "<tuv xml:lang=\"de\"><seg><bpt i=\"1\">[</bpt>AB<ept i=\"1\">]</ept> &lt; <ph>%s</ph></seg></tuv></tu>"
    ),
  ])
  func unitsOfAMemoryAreFilledIn(source: String, expected: String?) throws {
    let translator = WordTranslator.careful
    #expect(
      try translated(tmx(source), .tmx, by: translator, .to("de")) == tmx(expected ?? source))
    #expect(try translated(tmx(source), .tmx, by: Identity(), .to("de")) == tmx(source))
  }

  @Test func theOnlyOtherLanguageOfAMemoryIsMeant() throws {
    let german = "<tuv xml:lang=\"de\"><seg>eins</seg></tuv>"
    let units = "<tu>\(Self.english)\(german)</tu>"
    #expect(try translated(tmx(units), .tmx) == tmx(units))
    #expect(
      try translated(tmx(units), .tmx, by: WordTranslator(), .again)
        == tmx(units.replacing("eins", with: "ONE <hi>TWO</hi>")))
    let french = german.replacing("de", with: "fr")
    for text in [
      tmx("<tu>\(Self.english)</tu>"), tmx("<tu>\(Self.english)\(german)\(french)</tu>"), "<x/>",
    ] {
      #expect(throws: InputError.self) { try translated(text, .tmx) }
    }
  }
}
