import Testing

import Dragoman

@Suite struct TokenizerTests {
  private let tokenizer: Tokenizer

  init() throws {
    var trainer = BytePairTrainer(options: .init(vocabularySize: 400))
    trainer.add([
      "the river, the bridge and the river bank", "abcabc abcd aaaa aaaaaaaa",
      "der Fluß über 12 Brücken",
      "река 河 한국 नदी",
    ])
    tokenizer = try trainer.train()
  }

  @Test func splitsIntoNamedPieces() {
    #expect(
      tokenizer.pieces(of: tokenizer.encode("the river, 42 é"))
        == ["▁the", "▁river", ",", "▁", "<0x34>", "2", "▁", "<0xC3>", "<0xA9>"])
    #expect(tokenizer.piece(SentenceFrame.own.before[0]) == "<s>")
    #expect(tokenizer.piece(SentenceFrame.own.end) == "</s>")
    #expect(tokenizer.piece(2) == "<0x00>")
    #expect(tokenizer.piece(257) == "<0xFF>")
    #expect(tokenizer.piece(258) == "▁")
  }

  @Test func everyLineSurvives() {
    var generator = RandomStream(seed: 2)
    for _ in 0..<20_000 {
      let line = randomLine(using: &generator)
      let ids = tokenizer.encode(line)
      let expected = tokenizer.normalizer.normalize(line)
      if !ids.allSatisfy({ $0 > SentenceFrame.own.end && $0 < tokenizer.count })
        || Array(tokenizer.decode(ids).utf8) != Array(expected.utf8)
      {
        Issue.record("\(line.debugDescription) became \(tokenizer.pieces(of: ids))")
      }
    }
  }

  @Test func everyCharacterOfUnicodeSurvives() {
    for block in stride(from: UInt32(0), to: 0x110000, by: 64) {
      let characters = (block..<block + 64).compactMap(Unicode.Scalar.init)
      let line = characters.map { "a\($0)b" }.joined()
      let decoded = tokenizer.decode(tokenizer.encode(line))
      if Array(decoded.utf8) != Array(tokenizer.normalizer.normalize(line).utf8) {
        Issue.record(
          "U+\(String(block, radix: 16)) and following became \(decoded.debugDescription)")
      }
    }
  }

  /// Words are remembered from line to line, by each thread that encodes. Offsets are found without.
  @Test func neitherThreadsNorEarlierLinesMatter() {
    var generator = RandomStream(seed: 6)
    let lines = (0..<2000).map { _ in
      "the river banks \(randomLine(using: &generator)) Flussufer"
    }
    let expected = lines.map { tokenizer.encodeWithOffsets($0).map(\.id) }
    for _ in 0..<2 {
      #expect(mapConcurrently(lines, threads: 4, tokenizer.encode) == expected)
    }
  }

  @Test func emptyLinesHaveNoPieces() {
    #expect(tokenizer.encode("") == [])
    #expect(tokenizer.encode(" \u{3000}\t\u{FEFF}") == [])
    #expect(tokenizer.decode([Int32]()) == "")
  }

  @Test func textNeverBecomesAControlToken() {
    for line in ["<s>", "</s>", "a</s>b", "<0x41>"] {
      let ids = tokenizer.encode(line)
      #expect(!ids.contains(SentenceFrame.own.before[0]) && !ids.contains(SentenceFrame.own.end))
      #expect(tokenizer.decode(ids) == line)
    }
  }

  @Test func controlTokensAreNotText() {
    let ids = tokenizer.encode("the river")
    #expect(
      tokenizer.decode([SentenceFrame.own.before[0]] + ids + [SentenceFrame.own.end]) == "the river"
    )
  }

  @Test func brokenBytesBecomeReplacementCharacters() {
    let river = tokenizer.encode("river")
    #expect(tokenizer.decode([2 + 0xC3]) == "\u{FFFD}")
    #expect(
      tokenizer.decode(river + [2 + 0xC3, 2 + 0x41] + river) == "river\u{FFFD}\u{FFFD} river")
  }

  @Test func mergesInTheOrderLearnedAndFromTheLeft() {
    let ids = tokenizer.encode("aaaaaaa abcabcabcab")
    #expect(ids == referenceEncoding(of: " aaaaaaa abcabcabcab"))
  }

  /// The algorithm as the paper words it, one merge at a time over the whole word.
  private func referenceEncoding(of text: String) -> [Int32] {
    var ids: [String: Int32] = [:]
    for id in 0..<Int32(tokenizer.count) { ids[tokenizer.piece(id)] = id }
    let words = text.split(separator: " ").map { "▁" + $0 }
    return words.flatMap { word in
      var pieces = word.map(String.init)
      while true {
        // A piece's identifier tells when its merge was learned.
        let candidates = pieces.indices.dropLast().compactMap { index in
          ids[pieces[index] + pieces[index + 1]].map { (id: $0, index: index) }
        }
        guard let best = candidates.min(by: { ($0.id, $0.index) < ($1.id, $1.index) }) else {
          break
        }
        pieces[best.index] += pieces.remove(at: best.index + 1)
      }
      return pieces.compactMap { ids[$0] }
    }
  }

  @Test(.timeLimit(.minutes(5))) func aMegabyteWithoutASpaceIsNoTrouble() {
    for word in ["abc", "河", "a", "é"] {
      let line = String(repeating: word, count: 1_000_000 / word.utf8.count)
      #expect(tokenizer.decode(tokenizer.encode(line)) == line)
    }
  }

  @Test func manyThreadsGetTheSame() async {
    let lines = (0..<200).map { "the river \($0) über Brücken 河" }
    let expected = lines.map(tokenizer.encode)
    await withTaskGroup(of: [[Int32]].self) { group in
      for _ in 0..<8 { group.addTask { lines.map(tokenizer.encode) } }
      for await ids in group { #expect(ids == expected) }
    }
  }
}
