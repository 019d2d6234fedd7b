import Testing

import Dragoman

@Suite struct BytePairTrainerTests {
  private func train(
    _ lines: [String], _ options: BytePairTrainer.Options = .init()
  ) throws -> Tokenizer {
    var trainer = BytePairTrainer(options: options)
    trainer.add(lines)
    return try trainer.train()
  }

  /// The names of the pieces after the control tokens and bytes.
  private func learned(_ tokenizer: Tokenizer) -> [String] {
    tokenizer.pieces(of: 258..<Int32(tokenizer.count))
  }

  @Test func mergesTheMostFrequentPairFirst() throws {
    // ▁+l, l+o and o+w occur four times each. ▁ has the smallest identifier; then o has one smaller
    // than that of the new ▁l.
    let tokenizer = try train(["low low lower lower"])
    #expect(
      learned(tokenizer) == ["▁", "e", "l", "o", "r", "w", "▁l", "ow", "▁low", "er", "▁lower"])
  }

  @Test func wordsThatOccurOnceGiveNoMerge() throws {
    #expect(learned(try train(["ab"])) == ["▁", "a", "b"])
    let all = try train(["ab"], .init(minimumFrequency: 1))
    #expect(learned(all) == ["▁", "a", "b", "▁a", "▁ab"])
  }

  @Test func runsAreCountedWithoutOverlap() throws {
    let tokenizer = try train(["aaaa aaaa"])
    #expect(learned(tokenizer) == ["▁", "a", "aa", "▁aa", "▁aaaa"])
  }

  @Test func nothingMergesAcrossPunctuationDigitsAndSpaces() throws {
    let tokenizer = try train(Array(repeating: "ab,ab 12 12 a-b", count: 9))
    let merged = learned(tokenizer).filter { $0.count > 1 }
    #expect(merged.sorted() == ["ab", "▁a", "▁ab"])
  }

  @Test func theOrderOfLinesDoesNotMatter() throws {
    var generator = RandomStream(seed: 3)
    let lines = (0..<500).map { _ in randomLine(using: &generator) }
    let options = BytePairTrainer.Options(vocabularySize: 4000, minimumFrequency: 1)
    let pieces = learned(try train(lines, options))
    #expect(pieces == learned(try train(lines, options)))
    #expect(pieces == learned(try train(lines.reversed(), options)))
  }

  @Test func rareCharactersAreLeftToBytes() throws {
    let lines = Array(repeating: "aaaaaaaaa", count: 100) + ["ж"]
    #expect(learned(try train(lines, .init(characterCoverage: 0.99))).allSatisfy { $0 != "ж" })
    #expect(learned(try train(lines, .init(characterCoverage: 1))).contains("ж"))
  }

  @Test func noTextGivesASpaceAndBytes() throws {
    let tokenizer = try train(["", "  "])
    #expect(learned(tokenizer) == ["▁"])
    #expect(tokenizer.decode(tokenizer.encode("größer")) == "größer")
  }

  @Test func stopsAtTheSizeAskedFor() throws {
    #expect(try train(["abc abc abc"], .init(vocabularySize: 262)).count == 262)
    #expect(try train(["abc abc abc"], .init(vocabularySize: 263)).count == 263)
  }

  @Test func refusesAVocabularySmallerThanTheAlphabet() {
    let error = #expect(throws: InputError.self) {
      try train(["abc"], .init(vocabularySize: 261))
    }
    #expect(
      error?.description == """
        vocabulary size: 261 is too small for this text: 2 control tokens, 256 bytes and 4 characters \
        need 262.
          Ask for at least 262.
        """)
  }

  @Test func refusesOptionsOutOfRange() {
    let frequency = #expect(throws: InputError.self) { try train([], .init(minimumFrequency: 0)) }
    #expect(
      frequency?.description == "minimum frequency: 0 is out of range.\n  Choose 1 or more.")
    let coverage = #expect(throws: InputError.self) { try train([], .init(characterCoverage: 1.5)) }
    #expect(
      coverage?.description == """
        character coverage: 1.5 is out of range.
          Choose a share greater than 0 and at most 1.
        """)
  }

  @Test func aMegabyteWithoutASpaceIsNoTrouble() throws {
    var generator = RandomStream(seed: 4)
    let letters = (0..<1_000_000).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
    var count = 0
    let time = try ContinuousClock().measure {
      count = try train([String(decoding: letters, as: UTF8.self)]).count
    }
    #expect(count == 8000)
    #expect(time < .seconds(20))
  }
}
