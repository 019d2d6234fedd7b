import Report
import Testing

@Suite struct HTMLTests {
  @Test func textIsNeverMarkup() {
    let text = "<script>alert(\"1\" & '2')</script>"
    let html: HTML = "<p>\(text)</p>"
    #expect(
      html.markup == "<p>&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;</p>")
  }

  @Test func piecesAreTakenAsTheyAre() {
    let pieces = ["a", "<"].map { text -> HTML in "<b>\(text)</b>" }
    let html: HTML = "<p>\(pieces)\(pieces[0])\(3)</p>"
    #expect(html.markup == "<p><b>a</b><b>&lt;</b><b>a</b>3</p>")
    #expect(HTML(joining: pieces).markup == "<b>a</b><b>&lt;</b>")
  }

  @Test func controlsAreReplaced() {
    let html: HTML = "\("a\u{0}b\u{1B}[31m\u{85}\tc\nعربي👍🏽")"
    #expect(html.markup == "a\u{FFFD}b\u{FFFD}[31m\u{FFFD}\tc\nعربي👍🏽")
  }
}
