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

  /// Most lines are seen not to need the steps. Beside an ideograph, which no step changes or joins with
  /// anything, all lines take them.
  @Test(arguments: ["standard", "nfc", "clean", "moses", "standard+lowercase"])
  func linesThatAreSparedTheStepsDoNotNeedThem(preset: String) throws {
    let normalizer = try Normalizer(preset: preset)
    var generator = RandomStream(seed: 3)
    for _ in 0..<5000 {
      var line = String.UnicodeScalarView()
      let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x800
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        let character =
          Int.random(in: 0..<6, using: &generator) == 0
          ? 0x20 : UInt32.random(in: 0..<limit, using: &generator)
        if let scalar = Unicode.Scalar(character) { line.append(scalar) }
      }
      let alone = normalizer.normalize(String(line))
      let beside = normalizer.normalize("河" + String(line) + "河")
      // Beside a letter, a space at the end stays.
      var text = beside.utf8.dropFirst(3).dropLast(3)
      if text.first == 0x20 { text = text.dropFirst() }
      if text.last == 0x20 { text = text.dropLast() }
      #expect(text.elementsEqual(alone.utf8), "\(line.map(\.value))")
    }
  }

  @Test func appliesOnlyTheChosenSteps() {
    #expect(
      Normalizer(steps: [.strip(left: true, right: true)]).normalize(" é\u{AD}  ½ ") == "é\u{AD}  ½"
    )
    #expect(Normalizer(steps: []).normalize("\u{7}") == "\u{7}")
  }
}
