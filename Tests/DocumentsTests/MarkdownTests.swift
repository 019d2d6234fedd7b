import Testing

import Documents

@Suite struct MarkdownTests {
  @Test(arguments: [
    ("# one *two*\n\nthree\n", "# ONE *TWO*\n\nTHREE\n"),
    ("one\n===\ntwo\n---\n***\n", "ONE\n===\nTWO\n---\n***\n"),
    // A paragraph is one text, whatever lines it stands on.
    ("one two\nthree\n", "ONE TWO\nTHREE\n"),
    ("> one\n> two\n\n> three", "> ONE\n> TWO\n\n> THREE"),
    ("one  \ntwo\\\nthree", "ONE  \ntwo\\\nTHREE".uppercased()),
    ("- one\n- [x] two\n  1. three\n", "- ONE\n- [x] TWO\n  1. THREE\n"),
    ("[^1]: one\n\n[x]: /one \"two\"\n", "[^1]: ONE\n\n[x]: /one \"two\"\n"),
    // Code and metadata stay.
    ("---\ntitle: one\n---\ntwo", "---\ntitle: one\n---\nTWO"),
    (
      "```\none\n```\ntwo `three` four\n\n    five\n",
      "```\none\n```\nTWO `three` FOUR\n\n    five\n"
    ),
    ("~~~ x\none\n", nil),
    ("<!-- one -->\n\n<div>two</div>\n\nthree", "<!-- one -->\n\n<div>TWO</div>\n\nTHREE"),
    // Tables.
    (
      "|one|two \\| a|\n|--|:-:|\n| three | `four` |\n",
      "|ONE|TWO \\| A|\n|--|:-:|\n| THREE | `four` |\n"
    ),
    // Emphasis and links.
    ("one **two *three* four** ~~five~~", "ONE **TWO *THREE* FOUR** ~~FIVE~~"),
    ("***one** two* snake_case_name", "***ONE** TWO* SNAKE_CASE_NAME"),
    ("one * two ** three", "ONE * TWO ** THREE"),
    ("one \\*two\\* &amp; &lt;b>", "ONE \\*TWO\\* & \\<B>"),
    (
      "see [one *two*](http://x.example/a_b \"c\") now",
      "SEE [ONE *TWO*](http://x.example/a_b \"c\") NOW"
    ),
    (
      "see [one] and [two][] and [three][one] [four]\n\n[one]: /x\n[two]: /y",
      "SEE [ONE][one] AND [TWO][two] AND [THREE][one] [FOUR]\n\n[one]: /x\n[two]: /y"
    ),
    (
      "![one](two.png) three <http://x.example> <b>four</b>",
      "![ONE](two.png) THREE <http://x.example> <b>FOUR</b>"
    ),
  ])
  func textIsTranslatedWhereItStands(source: String, expected: String?) throws {
    let translator = WordTranslator(word: { $0.contains("://") ? $0 : $0.uppercased() })
    let result = try translated(source, .markdown, by: translator)
    #expect(result == expected ?? source)
    #expect(try translated(source, .markdown, by: Identity()) == source)
    let carriage = source.replacing("\n", with: "\r\n")
    #expect(try translated(carriage, .markdown, by: Identity()) == carriage)
  }

  @Test func hostileTextComesThrough() throws {
    for piece in ["[", "*a", "_", "`", "> ", "![", "<", "- ", "|a", "\\", "a*b_", "[a](", "**a*"] {
      let text = String(repeating: piece, count: 3_000)
      #expect(try translated(text, .markdown, by: Identity()) == text)
      _ = try translated(text, .markdown)
    }
  }
}
