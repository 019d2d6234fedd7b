import Testing

import Dragoman

@Suite struct TaggedWordsTests {
  @Test func wordsStandBetweenSpacesAndMarks() {
    #expect(
      TaggedWords.words(of: "Ada  lived in Köln (Germany).") == [
        "Ada", "lived", "in", "Köln", "(", "Germany", ")", ".",
      ])
    #expect(TaggedWords.words(of: " ") == [])
  }

  @Test func stretchesStandInBrackets() {
    let words = TaggedWords(
      words: ["Ada", "Lovelace", "Byron", "met", "London", "Paris"],
      tags: ["B-PER", "I-PER", "B-PER", "O", "I-LOC", "I-ORG"])
    #expect(words.inline == "[Ada Lovelace](PER) [Byron](PER) met [London](LOC) [Paris](ORG)")
    #expect(words.columns[3] == "met\tO")
  }
}
