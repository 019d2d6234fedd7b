import Testing

import Documents

/// Catalogues of Java.
@Suite struct PropertiesTests {
  @Test(arguments: [
    ("a=one\n", "a=ONE\n"), ("a = one  \r\n", "a = ONE  \r\n"), ("a:one", "a:ONE"),
    ("a one two", "a ONE TWO"), ("a\\ b\\=c = one", "a\\ b\\=c = ONE"), ("a", "a"), ("a=", "a="),
    ("# one\n! two\n\n  b=x\n", "# one\n! two\n\n  b=X\n"),
    ("a=one \\\n    two\\\n\tthree\nb=x", "a=ONE TWOTHREE\nb=X"),
    ("a=one\\ntwo \\\\ x", "a=ONE\\nTWO \\\\ X"),
    ("a=\\u00e9\\u0020x \\: y", "a=\\u00c9 X : Y"), ("a=\\  x", "a=\\  X"),
    ("a=\\ud83d\\ude00 x", "a=\\ud83d\\ude00 X"), ("a=é x", "a=É X"),
    // The first is for MessageFormat, the second is not, and the third was not written for it.
    ("a=it''s {0}", "a=IT''S {0}"), ("a=it's", "a=IT'S"), ("a=it's {0}", "a=IT'S {0}"),
    ("a='{'x'}' {0} y", "a='{'x'}' {0} Y"),
    (
      "a={0,choice,0#no file|1#one file|1<{0} files} x",
      "a={0,choice,0#NO FILE|1#ONE FILE|1<{0} FILES} X"
    ),
    ("a={0,number,#.#} x", "a={0,number,#.#} X"),
    ("a=''{0,choice,0#no|1#one}'' x", "a=''{0,choice,0#NO|1#ONE}'' X"),
    ("a=\\u00zz x", "a=\\u00zz x"), ("a=x\\", "a=x\\"),
  ])
  func valuesAreTranslated(source: String, expected: String) throws {
    #expect(try translated(source, .properties, by: WordTranslator.careful) == expected)
    #expect(try translated(source, .properties, by: Identity()) == source)
  }

  @Test func newApostrophesAreDoubled() throws {
    let translator = WordTranslator(word: { $0 == "the" ? "l'x" : $0 })
    #expect(try translated("a=the {0}\nb=the", .properties, by: translator) == "a=l''x {0}\nb=l'x")
  }

  @Test func latin1Stays() throws {
    let source = Array("a=caf".utf8) + [0xE9, 0x0A]
    let translator = WordTranslator(word: { _ in "Café žluťoučký" })
    let result = try translated(source, .properties, by: translator).bytes
    #expect(
      result == Array("a=Caf".utf8) + [0xE9] + Array(" \\u017elu\\u0165ou".utf8)
        + Array("\\u010dk".utf8) + [0xFD, 0x0A])
    #expect(try translated(source, .properties, by: Identity()).bytes == source)
  }
}
