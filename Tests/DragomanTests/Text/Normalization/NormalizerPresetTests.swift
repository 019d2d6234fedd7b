import Testing

import Dragoman

@Suite struct NormalizerPresetTests {
  @Test(arguments: [
    ("standard", "x² ﬁ\u{200B} A\u{2028}b", "x2 fi\u{200B} A b"),
    ("nfc", "x² ﬁ  e\u{301}", "x² ﬁ \u{E9}"),
    ("clean", "a\u{200B}b\u{202E}c\u{2060} \u{200C}d ｗ", "abc \u{200C}d w"),
    ("moses", "„So“ – it´s… ( a )", "\"So\" - it's... (a)"),
    ("none", " a  ▁b\u{AD} ", "a  _b\u{AD}"),
    ("standard+lowercase", "ΟΔΟΣ Iİ ẞ", "οδοσ ii\u{307} ß"),
    ("standard+lowercase:el", "ΟΔΟΣ ΣΑΣ.", "οδος σας."),
    ("standard+lowercase:tr", "DIŞ İZMİR", "dış izmir"),
    ("nfc+lowercase:und", "STRASSE ẞ ΟΔΟΣ", "strasse ß οδος"),
    ("standard+transliterate:Any-Latin+lowercase", "Москва 東京", "moskva dōng jīng"),
  ])
  func presetsNormalize(preset: String, line: String, expected: String) throws {
    let normalized = try Normalizer(preset: preset).normalize(line)
    #expect(Array(normalized.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(arguments: ["", "nfx", "standard+", "standard+upper", "nfc+transliterate:Klingon-Elvish"])
  func unknownPartsAreNamed(preset: String) {
    let error = #expect(throws: InputError.self) { try Normalizer(preset: preset) }
    #expect(error?.problem.hasSuffix("in '\(preset)' is unknown.") == true)
  }

  /// Any preset survives the file, and text comes back from the pieces as it was normalised.
  @Test(arguments: [
    "standard", "nfc", "clean", "moses", "none", "standard+lowercase", "nfc+lowercase:tr",
    "standard+transliterate:Any-Latin",
  ])
  func decodingGivesNormalizedText(preset: String) throws {
    let normalizer = try Normalizer(preset: preset)
    var trainer = BytePairTrainer(options: .init(vocabularySize: 300), normalizer: normalizer)
    trainer.add(["the river the bridge the river bank (and) it's"])
    let folder = try TemporaryFolder()
    try trainer.train().save(to: folder.file("tokenizer.json"))
    let tokenizer = try Tokenizer(contentsOf: folder.file("tokenizer.json"))
    #expect(tokenizer.normalizer == normalizer)
    var generator = RandomStream(seed: 8)
    for _ in 0..<500 {
      let line = randomLine(using: &generator)
      let decoded = tokenizer.decode(tokenizer.encode(line))
      #expect(
        Array(decoded.utf8) == Array(normalizer.normalize(line).utf8), "\(line.debugDescription)")
    }
  }
}
