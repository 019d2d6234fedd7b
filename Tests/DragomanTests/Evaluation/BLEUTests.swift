import Dragoman
import Testing

@Suite struct BLEUTests {
  @Test func statisticsAddUp() throws {
    let hypotheses = ["the cat sat on the mat", "a dog", ""]
    let references = [["the cat sat on a mat", "the dog", "nothing"]]
    let statistics = try BLEU().statistics(hypotheses: hypotheses, references: references)
    #expect(statistics.count == 3)
    #expect(Array(statistics[0]) == [6, 6, 5, 3, 2, 1, 6, 5, 4, 3])
    #expect(Array(statistics[1]) == [2, 2, 1, 0, 0, 0, 2, 1, 0, 0])
    #expect(Array(statistics[2]) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(statistics.sum() == [8, 9, 6, 3, 2, 1, 8, 6, 4, 3])
  }

  @Test func composedAndDecomposedLettersDiffer() throws {
    let score = try BLEU().score(hypotheses: ["caf\u{E9}"], references: ["cafe\u{301}"])
    #expect(score.score == 0)
  }

  @Test func refusesWhatHasNoScore() {
    #expect(throws: InputError("hypotheses", "there are no lines.")) {
      try BLEU().score(hypotheses: [], references: [[]])
    }
    #expect(throws: InputError("references", "there are none.")) {
      try BLEU().score(hypotheses: ["a"], references: [[String]]())
    }
    #expect(throws: InputError("reference 2", "2 lines for 1 hypotheses.")) {
      try BLEU().score(hypotheses: ["a"], references: [["a"], ["a", "b"]])
    }
  }
}
