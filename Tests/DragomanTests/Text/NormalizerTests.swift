import Testing

import Dragoman

@Suite struct NormalizerTests {
  @Test(arguments: [
    ("", ""),
    ("plain ASCII, unchanged.", "plain ASCII, unchanged."),
    (" \t two \n\n words \r\n", "two words"),
    ("no\u{A0}break\u{3000}and\u{2028}lines\u{85}end", "no break and lines end"),
    ("a\u{0}b\u{7}c\u{7F}d\u{9F}e\u{FEFF}f", "abcdef"),
    ("soft\u{AD}hyphen", "softhyphen"),
    ("e\u{AD}\u{301}", "\u{E9}"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ("👩\u{200D}👧", "👩\u{200D}👧"),
    ("ﬁne ½ Ⅷ ｶﾞ", "fine 1\u{2044}2 VIII ガ"),
    ("u\u{308}ber", "\u{FC}ber"),
    ("\u{2581}a\u{2581}\u{2581}", "_a__"),
  ])
  func normalizes(line: String, expected: String) {
    let normalized = Normalizer.standard.normalize(line)
    #expect(Array(normalized.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func growsWhereCompositionExpandsManyfold() {
    let line = String(repeating: "\u{FDFA}", count: 1000)
    let word = "صلى الله عليه وسلم"
    #expect(Normalizer.standard.normalize(line) == String(repeating: word, count: 1000))
  }

  @Test func normalizedTextStaysAsItIs() {
    var generator = RandomStream(seed: 1)
    for _ in 0..<5000 {
      let once = Normalizer.standard.normalize(randomLine(using: &generator))
      let twice = Normalizer.standard.normalize(once)
      #expect(Array(twice.utf8) == Array(once.utf8))
    }
  }

  @Test func appliesOnlyTheChosenSteps() {
    #expect(
      Normalizer(steps: [.strip(left: true, right: true)]).normalize(" é\u{AD}  ½ ") == "é\u{AD}  ½"
    )
    #expect(Normalizer(steps: []).normalize("\u{7}") == "\u{7}")
  }
}
