import Dragoman
import Testing

import Documents

/// Catalogues in YAML.
@Suite struct YAMLTests {
  @Test(arguments: [
    ("a: one # two\n", "a: ONE # two\n"), ("a: 'it''s'\n", "a: 'IT''S'\n"),
    ("a: \"say \\\"x\\\"\\n\\u00e9\"\n", "a: \"SAY \\\"X\\\"\\nÉ\"\n"),
    ("# x\na: &b !!str one\nc: *b\nd: two\n", "# x\na: &b !!str ONE\nc: *b\nd: TWO\n"),
    ("a:\n  - one\n  - [two, 'x y', 3]\n", "a:\n  - ONE\n  - [TWO, 'X Y', 3]\n"),
    ("a: {b: one, c: \"two\"}\n", "a: {b: ONE, c: \"TWO\"}\n"),
    ("a: one\n  two\nb: \"x\n  y\"\n", "a: ONE TWO\nb: \"X Y\"\n"),
    ("a: |\n  one\n\n  two\n\nb: x\n", "a: |\n  ONE\n\n  TWO\n\nb: X\n"),
    ("a: >-\n  one\n  two\n\n  x\nb: y\n", "a: >-\n  ONE TWO\n\n  X\nb: Y\n"),
    ("a: |+2\n   one\nb: x\n", "a: |+2\n   one\nb: X\n"),
    ("a: 12\nb: yes\nc: 2001-01-01\nd: ~\ne: :sym\nf: \"%Y-%m-%d\"\n", nil),
    ("a: '%{n} files'\n", "a: '%{n} FILES'\n"), ("é: x\nü: {é: y}\n", "é: X\nü: {é: Y}\n"),
    (
      "a: \"{n, plural, one {# day} other {# days}}\"\n",
      "a: \"{n, plural, one {# DAY} other {# DAYS}}\"\n"
    ),
    ("a: x\r\nb: |\r\n  y\r\n", "a: X\r\nb: |\r\n  Y\r\n"),
    ("--- \na: x\n--- \nb: y\n", "--- \na: X\n--- \nb: Y\n"),
  ])
  func scalarsAreTranslated(source: String, expected: String?) throws {
    #expect(
      try translated(source, .yaml, by: WordTranslator.careful) == expected ?? source)
    #expect(try translated(source, .yaml, by: Identity()) == source)
  }

  /// What needs quotation marks gets them.
  @Test(arguments: [
    ("a: b", "a: b"), ("x: y", "\"x: y\""), ("# x", "\"# x\""), ("yes", "\"yes\""),
    ("12", "\"12\""),
    ("\"x\"", "\"\\\"x\\\"\""), ("- x", "\"- x\""), ("x #1", "\"x #1\""),
  ])
  func plainTextIsQuotedWhereItMust(text: String, written: String) throws {
    let translator = WordTranslator(word: { _ in text })
    let expected = text == "a: b" ? "\"a: b\"" : written
    #expect(try translated("k: word\n", .yaml, by: translator) == "k: \(expected)\n")
  }

  @Test func theRootOfRailsIsRenamed() throws {
    let source = "en:\n  a: one\n"
    #expect(try translated(source, .yaml) == "en:\n  a: ONE\n")
    #expect(
      try translated(source, .yaml, by: WordTranslator(), .to("pt_BR")) == "pt-BR:\n  a: ONE\n")
    #expect(try translated(source, .yaml, by: WordTranslator(), .to("no")) == "\"no\":\n  a: ONE\n")
    #expect(
      try translated("\"en\":\n  a: one\n", .yaml, by: WordTranslator(), .to("no"))
        == "\"no\":\n  a: ONE\n")
    let other = "en:\n  a: one\nb: x\n"
    #expect(try translated(other, .yaml, by: Identity(), .to("de")) == other)
  }

  @Test func hostileFilesAreRefused() {
    let laughs =
      (0..<40).map { "a\($0): &a\($0) [*a\(max(0, $0 - 1)), *a\(max(0, $0 - 1))]\n" }.joined()
      .replacing("&a0 [*a0, *a0]", with: "&a0 [x]")
    for text in [
      "\(laughs)? *a39\n: x\n", "a: \"x", "a: b\na: c\n", "x", "", "a: *b\n", "\u{1}: x",
      String(repeating: "[", count: 100_000),
    ] {
      #expect(throws: InputError.self) { try translated(text, .yaml) }
    }
    #expect(throws: Never.self) { try translated(laughs, .yaml, by: Identity()) }
  }
}
