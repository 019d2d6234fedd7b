import Dragoman
import Testing

import Documents

/// Catalogues of Android.
@Suite struct AndroidTests {
  private func resources(_ strings: String) -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- x -->\n<resources xmlns:xliff=\"x\">\n  \(strings)\n</resources>\n"
  }

  @Test(arguments: [
    ("<string name=\"a\">one</string>", "<string name=\"a\">ONE</string>"),
    ("<string name=\"a\" translatable=\"false\">one</string>", nil),
    ("<string name=\"a\">@string/one</string>", nil),
    ("<string name=\"a\">?attr/one</string>", nil),
    ("<string name=\"a\"/>", nil), ("<color name=\"a\">one</color>", nil),
    (
      "<string-array name=\"a\"><item>one</item><item>two</item></string-array>",
      "<string-array name=\"a\"><item>ONE</item><item>TWO</item></string-array>"
    ),
    ("<string-array name=\"a\" translatable=\"false\"><item>one</item></string-array>", nil),
    (
      "<plurals name=\"a\"><item quantity=\"one\">%d day</item></plurals>",
      "<plurals name=\"a\"><item quantity=\"one\">%d DAY</item></plurals>"
    ),
    (
      "<string name=\"a\">it\\'s \\\"x\\\"\\ny \\u00e9 \\@</string>",
      "<string name=\"a\">IT\\'S \\\"X\\\"\\nY É @</string>"
    ),
    ("<string name=\"a\">  one\n    two </string>", "<string name=\"a\">  ONE TWO </string>"),
    ("<string name=\"a\">\" one  two \"</string>", "<string name=\"a\">\" ONE TWO \"</string>"),
    ("<string name=\"a\">one\\u0020</string>", "<string name=\"a\">ONE\\u0020</string>"),
    (
      "<string name=\"a\">a &amp; <b>b &lt; c</b></string>",
      "<string name=\"a\">A &amp; <b>B &lt; C</b></string>"
    ),
    (
      "<string name=\"a\">x &lt;b>y&lt;/b> z</string>",
      "<string name=\"a\">X &lt;b>Y&lt;/b> Z</string>"
    ),
    (
      "<string name=\"a\">by <xliff:g id=\"n\" example=\"x\">%1$s</xliff:g> now</string>",
      "<string name=\"a\">BY <xliff:g id=\"n\" example=\"x\">%1$s</xliff:g> NOW</string>"
    ),
    (
      "<string name=\"a\"><![CDATA[one <b class=\"c\">two</b> & x]]></string>",
      "<string name=\"a\"><![CDATA[ONE <b class=\"c\">TWO</b> & X]]></string>"
    ),
    ("<string name=\"a\">one <![CDATA[two]]></string>", nil),
    ("<string name=\"a\">one \\x</string>", nil),
  ])
  func stringsAreTranslated(source: String, expected: String?) throws {
    #expect(
      try translated(resources(source), .android, by: WordTranslator.careful)
        == resources(expected ?? source))
    #expect(
      try translated(resources(source), .android, by: Identity()) == resources(source))
  }

  @Test(arguments: ["<html/>", "<resources>", "", "x"])
  func whatIsNoCatalogueIsRefused(text: String) {
    #expect(throws: InputError.self) { try translated(text, .android) }
  }
}
