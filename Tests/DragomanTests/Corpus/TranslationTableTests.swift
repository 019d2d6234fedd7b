import Testing

import Dragoman

@Suite struct TranslationTableTests {
  /// A language of four words, of which each has one translation; sentences of two words, any two.
  private let table: TranslationTable
  private let corpus: TokenizedCorpus

  init() throws {
    let words: [Int32] = [2, 3, 4, 5]
    corpus = try TokenizedCorpus(
      words.flatMap { first in
        words.map { second in (source: [first, second], target: [first + 10, second + 10]) }
      })
    table = try TranslationTable(corpus, vocabularySize: 20)
  }

  @Test func findsTheTranslationOfEveryWord() {
    for word in Int32(2)...5 { #expect(table.translations(of: word, most: 1) == [word + 10]) }
  }

  /// Of two like words, each is aligned with the one in its place.
  @Test func alignsWordsWithTheirTranslations() throws {
    var batch = try Batch([1, 5], of: corpus)
    batch.align(by: table)
    #expect(batch.alignment == [0, 1, -1, 3, 4, -1])
    #expect(batch.doubled.alignment == [0, 1, -1, 3, 4, -1, 6, 7, -1, 9, 10, -1])
  }

  /// Words that only stand together are translations of each other, also where others stand beside them
  /// as often.
  @Test func translationsAreLearnedFromPairs() throws {
    let pairs: [(source: [Int32], target: [Int32])] = [
      ([2, 3], [12, 13]), ([3, 4], [14, 13]), ([2, 4, 5], [12, 15, 14]), ([5], [15]),
      ([2, 3, 4], [13, 14, 12]),
    ]
    let table = try TranslationTable(TokenizedCorpus(pairs), vocabularySize: 20)
    for token in Int32(2)...5 { #expect(table.translations(of: token, most: 1) == [token + 10]) }
    #expect(table.translations(of: 7, most: 3).isEmpty)
    #expect(table.translations(of: 2, most: 3).count == 3)
  }
}
