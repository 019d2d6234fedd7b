import Testing

import Documents

@Suite struct HTMLTests {
  @Test(arguments: [
    ("<p>one <b>two</b> three</p>", "<p>ONE <b>TWO</b> THREE</p>"),
    // Blocks are not joined, whatever end tags are left out.
    ("<ul><li>one<li>two <i>three</ul>four", "<ul><li>ONE<li>TWO <i>THREE</ul>FOUR"),
    ("<table><td>one<td>two</table>", "<table><td>ONE<td>TWO</table>"),
    // White space outside of the text stays; within it runs are one space.
    ("<p>\n  one\n  two\n</p>\n", "<p>\n  ONE TWO\n</p>\n"),
    // What is no text.
    ("<style>one</style><script>if (a<b) two</script><pre>three</pre>", nil),
    ("<!-- one --><?two?><!doctype three><p translate=no>four <b>five</b></p>", nil),
    ("<p class=\"a notranslate\">one<p>two", "<p class=\"a notranslate\">one<p>TWO"),
    ("<textarea>one</textarea>two", "<textarea>one</textarea>TWO"),
    ("<p>12 + 34</p>", nil),
    // Codes stay in their sentence.
    ("<p>run <code>ls -l</code> now", "<p>RUN <code>ls -l</code> NOW"),
    ("<p>one <svg><text>two</text></svg> three", "<p>ONE <svg><text>two</text></svg> THREE"),
    ("<p>one<br>two <b>three<br>four</b>", "<p>ONE<br>TWO <b>THREE<br>FOUR</b>"),
    // Attributes that a reader sees, in a block that changes too.
    (
      "<p>one <img alt=\"two\" src=\"three\"> four</p>",
      "<p>ONE <img alt=\"TWO\" src=\"three\"> FOUR</p>"
    ),
    ("<a title='one &amp; \"two\"'>three</a>", "<a title='ONE &amp; &quot;TWO&quot;'>THREE</a>"),
    (
      "<input type=submit value=\"one\"><input value=\"two\">",
      "<input type=submit value=\"ONE\"><input value=\"two\">"
    ),
    ("<meta name=\"description\" content=\"one\">", "<meta name=\"description\" content=\"ONE\">"),
    // References are read, and what is text stays text.
    ("<p>one &lt;b&gt; &amp;lt; two", "<p>ONE &lt;B&gt; &amp;LT; TWO"),
    ("<p>one&nbsp;two &unheard; three", "<p>ONE TWO &unheard; THREE"),
    ("<p>AT&T <3 one", "<p>AT&amp;T &lt;3 ONE"),
    // Tag soup.
    ("<p>one <b>two <i>three</b> four</i> five", "<p>ONE <b>TWO <i>THREE</b> FOUR</i> FIVE"),
    ("<p>one </b>two <", "<p>ONE </b>TWO &lt;"),
    ("<p>one <b", "<p>ONE <b"),
    ("<b>one</b", "<b>ONE</b"),
    (
      "<p>one <a href=x>two</p><p>three</a> four</p>",
      "<p>ONE <a href=x>TWO</p><p>THREE</a> FOUR</p>"
    ),
    ("<title>one <b>two</title>", "<title>ONE &lt;B&gt;TWO</title>"),
    ("<p>one <code>two<p>three", "<p>ONE <code>TWO<p>THREE"),
  ])
  func textIsTranslatedWhereItStands(source: String, expected: String?) throws {
    #expect(try translated(source, .html) == expected ?? source)
    #expect(try translated(source, .html, by: Identity()) == source)
  }

  @Test func tagsFollowTheirWords() throws {
    let text = "<p>one <b>two <i>three</i></b> <a>four</a> five</p>"
    #expect(
      try translated(text, .html, by: WordTranslator.reversed)
        == "<p>FIVE <a>FOUR</a> <b><i>THREE</i> TWO</b> ONE</p>")
  }

  /// Also of tags that reach over the end of a line, in whatever order the words come.
  @Test func tagsThatReachOverLinesStayInOrder() throws {
    let text = "<p><b>one<br>two</b> three <i>four<br>five</i></p>"
    #expect(
      try translated(text, .html, by: WordTranslator.reversed)
        == "<p><b>ONE<br></b>FOUR THREE TWO<i><br>FIVE</i></p>"
        || translated(text, .html, by: WordTranslator.reversed)
          == "<p><b>ONE<br>FOUR THREE TWO</b><i><br>FIVE</i></p>"
    )
  }

  @Test func encodingsStay() throws {
    let latin = Array("<meta charset=iso-8859-1><p>caf".utf8) + [0xE9] + Array("</p>".utf8)
    #expect(
      try translated(latin, .html).bytes
        == Array("<meta charset=iso-8859-1><p>CAF".utf8) + [0xC9] + Array("</p>".utf8))
    // What the encoding has not is written by number.
    let greek = WordTranslator(word: { _ in "\u{3B1}" })
    let result = try translated(latin, .html, by: greek).bytes
    #expect(String(decoding: result, as: UTF8.self).hasSuffix("<p>&#945;</p>"))
    #expect(try translated(latin, .html, by: Identity()).bytes == latin)
  }

  @Test func hostilePagesComeThrough() throws {
    let deep =
      String(repeating: "<b>", count: 10_000) + "one two" + String(repeating: "</b>", count: 10_000)
    #expect(
      try translated(deep, .html).contains("one two") || translated(deep, .html).contains("ONE TWO")
    )
    #expect(
      try translated(String(repeating: "<div>", count: 10_000) + "one", .html).hasSuffix("ONE"))
    let huge = "<p title=\"\(String(repeating: "x", count: 1 << 20))\">one <b>two</b>"
    #expect(try translated(huge, .html).hasSuffix("ONE <b>TWO</b>"))
    let closes = "<p>" + String(repeating: "one</b> ", count: 10_000)
    #expect(try translated(closes, .html, by: Identity()) == closes)
    #expect(try translated(String(repeating: "<code>", count: 10_000), .html).count == 60_000)
    #expect(try translated(String(repeating: "<", count: 100_000) + "a", .html).count > 100_000)
  }
}
