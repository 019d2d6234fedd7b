import Dragoman
import Glibc

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
func test(text: String) {
  for tokenizer in tokenizers {
    let normalized = tokenizer.normalizer.normalize(text)
    let ids = tokenizer.encode(text)
    expect(ids.allSatisfy { $0 > SentenceFrame.own.end && $0 < tokenizer.count }, "an id")
    expect(tokenizer.decode(ids).utf8.elementsEqual(normalized.utf8), "decode(encode(x))")
    if tokenizer.normalizer == .standard {
      expect(ids == tokenizer.encode(normalized), "encode of normalised text")
    }
    var end = 0
    let pieces = tokenizer.encodeWithOffsets(text)
    expect(pieces.map(\.id) == ids, "the identifiers with offsets")
    for piece in pieces {
      expect(end <= piece.source.upperBound, "the order of offsets")
      end = piece.source.upperBound
    }
    expect(end <= text.utf8.count, "the last offset")
  }
  let paragraph = SentenceSplitter(language: "en").split(text)
  expect(paragraph.joined(paragraph.pieces).utf8.elementsEqual(text.utf8), "the joined sentences")
}

/// A file that may be hostile is refused with an error, or is a tokenizer that can be used.
func test(vocabulary bytes: UnsafeRawBufferPointer) {
  do {
    let tokenizer = try Tokenizer(bytes, place: "file")
    for line in ["Die alte Mühle <sep> QQ 河ab 👍🏽 ", "aaaa  b\u{301}", "", "▁ <0x41>"] {
      let ids = tokenizer.encode(line)
      expect(ids.allSatisfy { $0 >= 0 && $0 < tokenizer.count }, "an id")
      _ = tokenizer.decode(ids)
      let pieces = tokenizer.encodeWithOffsets(line)
      expect(pieces.map(\.id) == ids, "the identifiers with offsets")
      expect(pieces.allSatisfy { $0.source.upperBound <= line.utf8.count }, "an offset")
    }
    _ = try? tokenizer.targetFrame
  } catch {
    expect(error is InputError, "an error that helps")
  }
}

/// Ends the program, and so the search, when something is not as it must be.
func expect(_ holds: Bool, _ what: String) {
  if holds { return }
  print("broken: \(what)")
  fflush(nil)
  abort()
}
