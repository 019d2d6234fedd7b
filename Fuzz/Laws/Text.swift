import Dragoman

/// Tokenizers of each kind of normalisation, with few pieces, so that words are spelled in many ways.
private let tokenizers: [Tokenizer] = {
  ["standard", "nfc", "clean", "moses", "none", "standard+lowercase"].compactMap { preset in
    guard let normalizer = try? Normalizer(preset: preset) else { return nil }
    var trainer = BytePairTrainer(
      options: .init(vocabularySize: 400, splitsDigits: preset != "clean"), normalizer: normalizer)
    trainer.add([
      "the river and the bridge, 42 of them", "der Fluss und die Brücke über die Mühle",
      "река и мост, 河上的桥 と橋", "aaaa aaaa abab abab 2024 2024",
    ])
    return try? trainer.train()
  }
}()

/// The laws of any text at all.
func checkText(_ text: String) throws {
  for tokenizer in tokenizers {
    let normalized = tokenizer.normalizer.normalize(text)
    let ids = tokenizer.encode(text)
    try expect(ids.allSatisfy { $0 > SentenceFrame.own.end && $0 < tokenizer.count }, "an id")
    try expect(tokenizer.decode(ids).utf8.elementsEqual(normalized.utf8), "decode(encode(x))")
    if tokenizer.normalizer == .standard {
      try expect(ids == tokenizer.encode(normalized), "encode of normalised text")
    }
    var end = 0
    let pieces = tokenizer.encodeWithOffsets(text)
    try expect(pieces.map(\.id) == ids, "the identifiers with offsets")
    for piece in pieces {
      try expect(end <= piece.source.upperBound, "the order of offsets")
      end = piece.source.upperBound
    }
    try expect(end <= text.utf8.count, "the last offset")
  }
  let paragraph = SentenceSplitter(language: "en").split(text)
  try expect(
    paragraph.joined(paragraph.pieces).utf8.elementsEqual(text.utf8), "the joined sentences")
}

/// A file is refused with an error, or is a tokenizer that can be used.
func checkVocabulary(_ bytes: UnsafeRawBufferPointer) throws {
  let tokenizer = try Tokenizer(bytes, place: "file")
  for line in ["Die alte Mühle <sep> QQ 河ab 👍🏽 ", "aaaa  b\u{301}", "", "▁ <0x41>"] {
    let ids = tokenizer.encode(line)
    try expect(ids.allSatisfy { $0 >= 0 && $0 < tokenizer.count }, "an id")
    _ = tokenizer.decode(ids)
    let pieces = tokenizer.encodeWithOffsets(line)
    try expect(pieces.map(\.id) == ids, "the identifiers with offsets")
    try expect(pieces.allSatisfy { $0.source.upperBound <= line.utf8.count }, "an offset")
  }
  _ = try? tokenizer.targetFrame
}
