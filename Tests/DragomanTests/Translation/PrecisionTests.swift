import Testing

import Dragoman

/// How far int8 is from float32, end to end, on the small trained model of version 0.1 and the sentences that it
/// learned from.
@Suite struct PrecisionTests {
  private let sources: [String]
  private let targets: [String]
  private let exact: Translator
  private let rounded: Translator

  init() throws {
    let golden = Golden.path("v0.1")
    sources = try readLines("\(golden)/train.en") + readLines("\(golden)/valid.en")
    targets = try readLines("\(golden)/train.de") + readLines("\(golden)/valid.de")
    exact = try Translator(ModelFolder("\(golden)/model"), precision: .float32)
    rounded = try Translator(ModelFolder("\(golden)/model"), precision: .int8)
  }

  @Test func probabilitiesAreClose() throws {
    func scores(_ translator: Translator) throws -> [(score: Float, tokens: Int)] {
      try translator.score(sources, targets: targets, options: DecodingOptions()).map { sentence in
        let hypothesis = try #require(sentence.hypotheses.first)
        return (hypothesis.logProbability, hypothesis.tokenScores.count)
      }
    }
    let pairs = zip(try scores(exact), try scores(rounded))
    let tokens = Float(pairs.reduce(0) { $0 + $1.0.tokens })
    let difference = pairs.reduce(0) { $0 + ($1.1.score - $1.0.score) } / tokens
    let distance = pairs.reduce(0) { $0 + abs($1.1.score - $1.0.score) } / tokens
    // In nats a token; a model of 16 columns is rounded more coarsely than any real one.
    #expect(abs(difference) < 0.01, "\(difference)")
    #expect((0.0001..<0.03).contains(distance), "\(distance)")
  }

  @Test func translationsAndTheirScoreAreClose() throws {
    let found = [exact, rounded].map { $0.translate(sources, options: .sentences).map(\.text) }
    // So small a model is unsure of many words, and rounding decides.
    let equal = zip(found[0], found[1]).count { $0 == $1 }
    #expect(equal * 10 >= 6 * sources.count, "\(equal) of \(sources.count) are equal")
    let scores = try found.map {
      try BLEU().score(hypotheses: $0, references: [targets]).score
    }
    #expect(abs(scores[0] - scores[1]) < 1, "BLEU \(scores)")
  }
}
