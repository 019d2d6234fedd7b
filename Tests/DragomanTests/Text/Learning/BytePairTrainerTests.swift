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

  @Test func neitherOrderNorThreadsNorBlocksMatter() throws {
    var generator = RandomStream(seed: 3)
    let lines = (0..<500).map { _ in randomLine(using: &generator) }
    let options = BytePairTrainer.Options(vocabularySize: 4000, minimumFrequency: 1)
    let pieces = learned(try train(lines, options))
    #expect(pieces == learned(try train(lines, options)))
    #expect(pieces == learned(try train(lines.reversed(), options)))
    #expect(pieces == learned(try train(lines.shuffled(using: &generator), options)))
    for threads in [2, 3, 16, 1000] {
      var trainer = BytePairTrainer(options: options)
      trainer.add(lines, threads: threads)
      #expect(pieces == learned(try trainer.train()))
    }
    var trainer = BytePairTrainer(options: options)
    for line in lines { trainer.add([line]) }
    #expect(pieces == learned(try trainer.train()))
  }

  @Test func rareWordsGoWhenThereAreTooMany() throws {
    let frequent = Array(repeating: "river bridge", count: 5)
    var generator = RandomStream(seed: 5)
    let rare = (0..<2000).map { _ in
      String((0..<6).map { _ in "abcdefgh".randomElement(using: &generator) ?? "a" })
    }
    func train(threads: Int) throws -> (Tokenizer, words: Int) {
      var trainer = BytePairTrainer(options: .init(vocabularySize: 600, maximumWordBytes: 2000))
      trainer.add(frequent, threads: threads)
      trainer.add(rare, threads: threads)
      let tokenizer = try trainer.train()
      return (tokenizer, trainer.report(on: tokenizer).words)
    }
    let (tokenizer, words) = try train(threads: 1)
    // Half of 2,000 bytes holds 141 words of seven bytes with their space, and the frequent ones.
    #expect((140...170).contains(words))
    #expect(learned(tokenizer).contains("▁river"))
    #expect(learned(try train(threads: 3).0) == learned(tokenizer))
  }

  @Test func requiredCharactersAlwaysHaveAPiece() throws {
    let lines = Array(repeating: "aaaaaaaaa", count: 100) + ["ж"]
    let options = BytePairTrainer.Options(characterCoverage: 0.99, requiredCharacters: "жß")
    #expect(Set(learned(try train(lines, options))).isSuperset(of: ["ж", "ß", "▁", "a"]))
  }

  @Test func reservedTokensAreControls() throws {
    let options = BytePairTrainer.Options(reservedTokens: ["<2de>", "<2en>"])
    let tokenizer = try train(["<2de> river river"], options)
    #expect(tokenizer.pieces(of: 0..<4) == ["<s>", "</s>", "<2de>", "<2en>"])
    #expect(tokenizer.decode([2] + tokenizer.encode("river") + [3]) == "river")
    #expect(!tokenizer.encode("<2de>").contains(2))
    #expect(tokenizer.decode(tokenizer.encode("<2de>")) == "<2de>")
    for tokens in [["2de"], ["<>"], ["<a b>"], ["<s>"], ["<0x0A>"], ["<a>", "<a>"]] {
      #expect(throws: InputError.self) { try train([], .init(reservedTokens: tokens)) }
    }
  }

  @Test func namesOfTokensAreComparedByTheirBytes() throws {
    // é and e + U+0301 are equal as Swift strings; U+06DD is one character with the > after it.
    let names = ["<é>", "<e\u{301}>", "<\u{6DD}>", "<\u{301}a>"]
    let tokenizer = try train(["a b"], .init(reservedTokens: names))
    let found = tokenizer.pieces(of: 2..<6)
    #expect(found.map { Array($0.utf8) } == names.map { Array($0.utf8) })
    for (id, name) in names.enumerated() { #expect(tokenizer.id(named: name) == Int32(id + 2)) }
  }

  @Test func aLongRunIsNoPiece() throws {
    for character in ["a", "é", "漢"] {
      let line = String(repeating: character, count: 131_072)
      let tokenizer = try train([line, line], .init(vocabularySize: 400))
      let longest = learned(tokenizer).map(\.unicodeScalars.count).max()
      #expect(longest == 64)
      let read = try Tokenizer(json: tokenizer.json.text)
      #expect(read.decode(read.encode(line)) == line)
    }
  }

  @Test func numbersStayWholeOnRequest() throws {
    let lines = Array(repeating: "in 1984 and 1984.", count: 9)
    #expect(!learned(try train(lines)).contains("▁1984"))
    let tokenizer = try train(lines, .init(splitsDigits: false))
    #expect(learned(tokenizer).contains("▁1984"))
    let folder = try TemporaryFolder()
    try tokenizer.save(to: folder.file("tokenizer.json"))
    let read = try Tokenizer(contentsOf: folder.file("tokenizer.json"))
    #expect(read.encode("x 19845, 7") == tokenizer.encode("x 19845, 7"))
    #expect(read.pieces(of: read.encode("1984")) == ["▁1984"])
  }

  @Test func reportsWhatTheVocabularyDoes() throws {
    var trainer = BytePairTrainer(options: .init(characterCoverage: 0.99))
    let lines = Array(repeating: "low lower, aaaa", count: 100) + ["", "ж"]
    trainer.add(lines)
    let tokenizer = try trainer.train()
    let report = trainer.report(on: tokenizer)
    #expect(report.lines == 101)
    #expect(report.words == 301)
    #expect(report.characters == 1602)
    #expect(report.tokens == lines.reduce(0) { $0 + tokenizer.encode($1).count })
    #expect(report.uncoveredCharacters == 1)
    #expect(abs(report.characterCoverage - 1601.0 / 1602) < 1e-12)
    #expect(report.longestPieces(2) == ["▁lower", "▁aaaa"])
    #expect(report.rarestPieces(1).map(\.count) == [100])
    #expect(report.unusedPieces > 0)
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

  @Test(.timeLimit(.minutes(5))) func aMegabyteWithoutASpaceIsNoTrouble() throws {
    var generator = RandomStream(seed: 4)
    let letters = (0..<1_000_000).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
    #expect(try train([String(decoding: letters, as: UTF8.self)]).count == 8000)
  }
}
