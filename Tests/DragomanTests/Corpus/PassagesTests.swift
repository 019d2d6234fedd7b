import Testing

import Dragoman

@Suite struct PassagesTests {
  /// Three documents of sentences that are told apart by their tokens.
  private static let text = TokenizedText([
    [[10, 11, 12], [13], [14, 15, 16, 17]], [[20, 21], [22, 23]], [[30, 31, 32, 33, 34]],
  ])

  @Test func sentencesByThemselves() {
    let passages = Passages(Self.text, arePairs: false, maximumLength: 4)
    #expect(passages.count == 6)
    // The last sentence is longer than a passage may be; marks count, too.
    #expect((0..<6).map(passages.labelCount) == [5, 3, 6, 4, 4, 6])
  }

  @Test func pairsOfNeighboursAndOthers() {
    let passages = Passages(Self.text, arePairs: true, maximumLength: 8)
    #expect(passages.count == 3)
    var others = 0
    for draw in 0..<400 {
      let sampled = sample(draw % 2, of: passages, seed: UInt64(draw))
      #expect(sampled.first.count + sampled.second.count <= 8)
      #expect(!sampled.first.isEmpty && !sampled.second.isEmpty)
      let document = sampled.first[0] / 10
      if sampled.isOther {
        others += 1
        #expect(sampled.second.allSatisfy { $0 / 10 != document })
      } else {
        // The two together are the passage.
        #expect(sampled.first + sampled.second == (draw % 2 == 0 ? Array(10...17) : Array(20...23)))
      }
      // Nothing follows a single sentence.
      #expect(sample(2, of: passages, seed: UInt64(draw)).isOther)
    }
    #expect((150...250).contains(others))
  }

  private func sample(
    _ passage: Int, of passages: Passages, seed: UInt64
  ) -> (first: [Int32], second: [Int32], isOther: Bool) {
    var randomness = RandomStream(seed: seed)
    let parts = passages.parts(of: passage, using: &randomness)
    let tokens = passages.text.tokens
    return (
      Array(tokens[parts.first]), parts.second.map { Array(tokens[$0]) } ?? [], parts.isOther
    )
  }

  @Test func maskingHidesWholeWordsOnce() {
    let masking = TokenMasking(mask: 4, replacements: [90, 91])
    let words = [0..<3, 3..<4, 4..<6, 6..<7, 7..<8, 8..<12, 12..<13, 13..<20]
    let tokens = (100..<120).map { Int32($0) }
    var counts = (mask: 0, random: 0, kept: 0)
    for seed in 0..<1000 {
      var randomness = RandomStream(seed: UInt64(seed))
      var hidden = tokens
      let places = masking.hide(&hidden, words: words, using: &randomness)
      #expect(places == places.sorted() && Set(places).count == places.count)
      #expect((1...3).contains(places.count))
      for word in words where word.contains(where: places.contains) {
        #expect(word.allSatisfy(places.contains))
      }
      for place in tokens.indices {
        switch hidden[place] {
        case 4: counts.mask += 1
        case 90, 91: counts.random += 1
        case let token:
          #expect(token == tokens[place])
          if places.contains(place) { counts.kept += 1 }
        }
      }
    }
    let all = Double(counts.mask + counts.random + counts.kept)
    #expect(abs(Double(counts.mask) / all - 0.8) < 0.03)
    #expect(abs(Double(counts.random) / all - 0.1) < 0.02)
    #expect(abs(Double(counts.kept) / all - 0.1) < 0.02)
  }

  @Test func aLongWordIsHiddenWhereThereIsNoOther() {
    var tokens: [Int32] = [100, 101, 102]
    var randomness = RandomStream(seed: 1)
    let masking = TokenMasking(mask: 4, replacements: [90])
    #expect(masking.hide(&tokens, words: [0..<3], using: &randomness) == [0, 1, 2])
  }

  @Test func linesAreSentencesAndBlankOnesStandBetweenDocuments() throws {
    let folder = try TemporaryFolder()
    let one = try folder.write(["", "the old mill", "", "", "a river"], to: "one")
    let other = try folder.write(["walked to the bridge"], to: "other")
    let tokenizer = try WordPieceFile(path: Golden.path("bert/vocab.txt"))
      .tokenizer(BERTNormalizer())
    for threads in [1, 3] {
      let text = try TokenizedText(
        [one, other], tokenizer: tokenizer, maximumLength: 3, threads: threads)
      #expect(text.documentCount == 3)
      // Of the last line the fourth and fifth token are a sentence of their own.
      #expect(text.sentenceCount == 4)
      #expect(tokenizer.decode(text.tokens) == "the old mill a river walked to the bridge")
    }
  }
}
