import Testing

import Dragoman

@Suite struct SubwordSamplingTests {
  private static let lines = ["the old miller's daughter", "über die Brücke 42", "老磨坊主的女儿", ""]

  @Test(arguments: ["bpe-metaspace.json", "sp-bpe.model", "unigram.json", "sp-unigram-bytes.model"])
  func theSameSeedGivesTheSamePiecesAndTextStays(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: Golden.path("formats/\(name)"))
    var different = 0
    for line in Self.lines {
      for seed in 0..<20 as Range<UInt64> {
        var first = RandomStream(seed: seed)
        var second = first
        let ids = tokenizer.encode(line, sampling: SubwordSampling(), using: &first)
        #expect(ids == tokenizer.encode(line, sampling: SubwordSampling(), using: &second))
        #expect(tokenizer.decode(ids) == tokenizer.decode(tokenizer.encode(line)))
        if ids != tokenizer.encode(line) { different += 1 }
      }
    }
    #expect(different > 10)
  }

  @Test func noDropoutIsPlainEncodingAndFullDropoutIsCharacters() throws {
    let tokenizer = try Tokenizer(contentsOf: Golden.path("formats/bpe-metaspace.json"))
    var generator = RandomStream(seed: 1)
    for line in Self.lines {
      let none = tokenizer.encode(line, sampling: .init(dropout: 0), using: &generator)
      #expect(none == tokenizer.encode(line))
      let all = tokenizer.encode(line, sampling: .init(dropout: 1), using: &generator)
      #expect(all.count == (line.isEmpty ? 0 : line.unicodeScalars.count + 1))
    }
  }

  /// The likeliest way to split wins nearly always when probabilities are raised to a high power.
  @Test func aHighPowerIsPlainEncoding() throws {
    let tokenizer = try Tokenizer(contentsOf: Golden.path("formats/unigram.json"))
    var generator = RandomStream(seed: 1)
    for line in Self.lines {
      let ids = tokenizer.encode(line, sampling: .init(alpha: 1000), using: &generator)
      #expect(ids == tokenizer.encode(line))
    }
  }
}
