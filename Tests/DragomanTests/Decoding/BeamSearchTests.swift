import Testing

import Dragoman

@Suite struct BeamSearchTests {
  private let model = RandomModel(vocabularySize: 6, seed: 7)
  private let sources: [[Int32]]

  init() {
    var stream = RandomStream(seed: 1)
    sources = (0..<20).map { _ in
      let length = Int.random(in: 1...6, using: &stream)
      return (0..<length).map { _ in Int32.random(in: 2..<6, using: &stream) } + [Tokenizer.endID]
    }
  }

  private func search(beamSize: Int, lengthPenalty: Float = 1) -> [[Hypothesis]] {
    var options = DecodingOptions()
    options.beamSize = beamSize
    options.lengthPenalty = lengthPenalty
    return Scheduler(model.transformer, model.weights.packedForDecoding()).translate(
      sources, options: options)
  }

  /// Greedy search against the whole prefix decoded anew for every token.
  @Test func aBeamOfOneTakesTheLikeliestToken() {
    for (source, hypotheses) in zip(sources, search(beamSize: 1)) {
      var tokens: [Int32] = []
      while tokens.count < 3 * source.count + 10, let next = likeliestNext(source, tokens),
        next != Tokenizer.endID
      {
        tokens.append(next)
      }
      #expect(hypotheses.map(\.tokens) == [tokens])
    }
  }

  private func likeliestNext(_ source: [Int32], _ prefix: [Int32]) -> Int32? {
    let pairs = SentencePairs(
      [(source: source, target: prefix)], begin: Tokenizer.beginID, end: Tokenizer.endID)
    let logits = model.transformer.logits(of: pairs, weights: model.weights.packedForDecoding())
      .suffix(6)
    return zip(logits, Int32(0)...).max { $0.0 < $1.0 }?.1
  }

  /// Without a length penalty: a mean over the length may still rise when the search has ended.
  @Test func aWideBeamFindsMore() {
    let wide = search(beamSize: 50, lengthPenalty: 0)
    for (wide, greedy) in zip(wide, search(beamSize: 1, lengthPenalty: 0)) {
      #expect(wide.count == 50)
      #expect(wide[0].score >= greedy[0].score)
      #expect(wide.map(\.score) == wide.map(\.score).sorted(by: >))
      #expect(Set(wide.map(\.tokens)).count == 50)
    }
  }

  @Test func scoresAreMeansOverTheLength() {
    for hypothesis in search(beamSize: 3).joined() {
      let length = Float(hypothesis.tokens.count + 1)
      #expect(abs(hypothesis.score * length / hypothesis.logProbability - 1) < 1e-5)
    }
  }
}
