import Testing

import Dragoman

@Suite struct TranslationTableTests {
  /// A language of four words, of which each has one translation; sentences of two words, any two.
  private let table: TranslationTable
  private let corpus: TokenizedCorpus

  init() {
    let words: [Int32] = [2, 3, 4, 5]
    corpus = TokenizedCorpus(
      words.flatMap { first in
        words.map { second in (source: [first, second], target: [first + 10, second + 10]) }
      })
    table = TranslationTable(corpus, vocabularySize: 20)
  }

  @Test func findsTheTranslationOfEveryWord() {
    for word in Int32(2)...5 { #expect(table.translations(of: word, most: 1) == [word + 10]) }
  }

  /// Of two like words, each is aligned with the one in its place.
  @Test func alignsWordsWithTheirTranslations() {
    var batch = Batch([1, 5], of: corpus)
    batch.align(by: table)
    #expect(batch.alignment == [0, 1, -1, 3, 4, -1])
    #expect(batch.doubled.alignment == [0, 1, -1, 3, 4, -1, 6, 7, -1, 9, 10, -1])
  }
}
