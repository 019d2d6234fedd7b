import Dragoman
import Testing

import Documents

/// Catalogues in JSON: i18next and the like, Chrome's, and Flutter's ARB.
@Suite struct JSONCatalogueTests {
  @Test(arguments: [
    (
      "{\"b\": \"one\",\n\t\"a\":{\"c\" :\"two\"}}\n",
      "{\"b\": \"ONE\",\n\t\"a\":{\"c\" :\"TWO\"}}\n"
    ),
    (
      "{\"a\": [\"one\", 1, true, null, \"\", \" two\"]}",
      "{\"a\": [\"ONE\", 1, true, null, \"\", \" TWO\"]}"
    ),
    ("{\"a\": \"say \\\"x\\\"\\n\\u00e9 \\/ y\"}", "{\"a\": \"SAY \\\"X\\\"\\n\\u00c9 / Y\"}"),
    ("{\"a\": \"é \\u0041 x\"}", "{\"a\": \"É A X\"}"),
    ("{\"a\": \"\\ud83d\\ude00 x\"}", "{\"a\": \"\\ud83d\\ude00 X\"}"),
    (
      "{\"a\": \"hi {name} {{ who }} %s $t(key) $NAME$\"}",
      "{\"a\": \"HI {name} {{ who }} %s $t(key) $NAME$\"}"
    ),
    (
      "{\"a\": \"one <b id=\\\"i\\\">two<\\/b> &amp;\\u000ax\"}",
      "{\"a\": \"ONE <b id=\\\"i\\\">TWO<\\/b> &amp;\\u000aX\"}"
    ),
    // Chrome's.
    (
      "{\"a\": {\"message\": \"one $W$\", \"description\": \"two\", \"placeholders\": {\"w\": {\"content\": \"$1\", \"example\": \"x\"}}}}",
      "{\"a\": {\"message\": \"ONE $W$\", \"description\": \"two\", \"placeholders\": {\"w\": {\"content\": \"$1\", \"example\": \"x\"}}}}"
    ),
    // One that only looks like it.
    (
      "{\"a\": {\"message\": \"one\"}, \"b\": \"two\"}",
      "{\"a\": {\"message\": \"ONE\"}, \"b\": \"TWO\"}"
    ),
    ("// x\n{\"a\": /* \"y\" */ \"one // two\"}//", "// x\n{\"a\": /* \"y\" */ \"ONE // TWO\"}//"),
    // Half a pair is no character.
    ("{\"a\": \"\\ud83d x\"}", "{\"a\": \"\\ud83d x\"}"),
    ("{}", "{}"), ("[\"one\"]", "[\"ONE\"]"),
  ])
  func textsAreTranslated(source: String, expected: String) throws {
    #expect(try translated(source, .json, by: WordTranslator.careful) == expected)
    #expect(try translated(source, .json, by: Identity()) == source)
  }

  @Test func metadataOfARBStays() throws {
    let source = """
      {
        "@@locale": "en",
        "title": "one",
        "@title": {"description": "two", "placeholders": {"a": {"type": "String"}}},
        "it": "it's {n, plural, other{it's #}}",
        "of": "of '{n, plural, other{x}}'"
      }
      """
    let expected = source.replacing("\"one\"", with: "\"ONE\"")
      .replacing("it's ", with: "IT'S ").replacing("of '", with: "OF '")
      .replacing("{x}", with: "{X}")
    #expect(try translated(source, .json, by: WordTranslator.careful) == expected)
    #expect(
      try translated(source, .json, by: WordTranslator.careful, .to("de-AT"))
        == expected.replacing("\"en\"", with: "\"de_AT\""))
    #expect(
      try translated(source, .json, by: Identity(), .to("de"))
        == source.replacing("\"en\"", with: "\"de\""))
  }

  /// The arms are texts, and all around them stays.
  @Test(arguments: [
    (
      "{count, plural, =0 {no file} one {# file}\\n other {# files}}",
      "{count, plural, =0 {NO FILE} one {# FILE}\\n other {# FILES}}"
    ),
    (
      "you have {n,plural,offset:1 one{a <b>file</b>}other{{n, number} files}} here",
      "YOU HAVE {n,plural,offset:1 one{A <b>FILE</b>}other{{n, number} FILES}} HERE"
    ),
    (
      "{g, select, male {{n, plural, one {his file} other {his # files}}} other { their }}",
      "{g, select, male {{n, plural, one {HIS FILE} other {HIS # FILES}}} other { THEIR }}"
    ),
    ("on {day, date, short} at {day, time}", "ON {day, date, short} AT {day, time}"),
    ("it''s '{x}' {n, plural, other {it''s}}", "IT''S '{x}' {n, plural, other {IT''S}}"),
    ("it's {n, plural, other {x}}", "IT''S {n, plural, other {X}}"),
    ("{n, plural, one {x", "{n, plural, one {x"), ("{a, b {c}}", "{a, b {c}}"),
  ])
  func armsAreTranslated(source: String, expected: String) throws {
    let text = { (message: String) in "{\"a\": \"\(message)\"}" }
    #expect(try translated(text(source), .json, by: WordTranslator.careful) == text(expected))
    #expect(try translated(text(source), .json, by: Identity()) == text(source))
  }

  @Test func armsMayMoveAsAWhole() throws {
    #expect(
      try translated(
        "{\"a\": \"b {n, plural, other {c d}} e\"}", .json, by: WordTranslator.reversed
      )
      .contains("{n, plural, other {D C}}"))
  }

  @Test(arguments: ["", "\"one\"", "{\"a\": one}", "{\"a\": \"b\"", "{\"a\": \"\\x\"}"])
  func whatIsNoCatalogueIsRefused(text: String) {
    #expect(throws: InputError.self) { try translated(text, .json) }
  }

  /// With each of these, time once grew by the square.
  @Test(arguments: ["<b>", "x\\n"]) func longMessagesTakeLittleTime(part: String) throws {
    let source = "{\"a\": \"\(String(repeating: part, count: 100_000)) x\"}"
    #expect(try translated(source, .json, by: Identity()) == source)
  }
}
