import Dragoman
import Testing

/// The text layer on the same sentences in many scripts.
@Suite struct SpelledNumbersTests {
  private static let languages = [
    "en", "de", "ru", "el", "ar", "he", "hi", "th", "zh", "ja", "ko", "hy", "ka", "ta",
  ]

  @Test func cldrSpellsNumbers() {
    #expect(SpelledNumbers.lines("en", count: 22)[21] == "twenty-one")
    #expect(SpelledNumbers.lines("de", count: 22)[21] == "ein\u{AD}und\u{AD}zwanzig")
    #expect(SpelledNumbers.lines("ja", count: 22)[21] == "二十一")
  }

  @Test func oneVocabularyHoldsManyScripts() throws {
    let corpora = Self.languages.map { SpelledNumbers.lines($0, count: 60) }
    var trainer = BytePairTrainer(options: .init(vocabularySize: 1500))
    trainer.add(Array(corpora.joined()))
    let tokenizer = try trainer.train()
    for line in corpora.joined() {
      #expect(tokenizer.decode(tokenizer.encode(line)) == tokenizer.normalizer.normalize(line))
    }
  }

  @Test func aWordThatIsFrequentIsOnePiece() throws {
    var trainer = BytePairTrainer(options: .init(vocabularySize: 600))
    trainer.add(SpelledNumbers.lines("en", count: 130))
    let tokenizer = try trainer.train()
    #expect(tokenizer.pieces(of: tokenizer.encode("hundred")) == ["▁hundred"])
  }
}
