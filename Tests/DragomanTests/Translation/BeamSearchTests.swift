import Glibc
import Testing

import Dragoman

@Suite struct BeamSearchTests {
  private let model = RandomModel(vocabularySize: 6, seed: 7)
  private let sources: [[Int32]]
  private let service: TranslationService

  init() {
    service = TranslationService([model.packed()], frame: .own)
    sources = RandomModel.sources(vocabularySize: 6)
  }

  private func search(beamSize: Int, lengthPenalty: Float = 1) -> [[Hypothesis]] {
    var options = DecodingOptions()
    options.beamSize = beamSize
    options.computesScores = true
    options.penalties.length = lengthPenalty
    return service.translate(sources.map { SearchTask(source: $0) }, options: options)
  }

  /// Greedy search against the whole prefix decoded anew for every token.
  @Test func aBeamOfOneTakesTheLikeliestToken() {
    for (source, hypotheses) in zip(sources, search(beamSize: 1)) {
      var tokens: [Int32] = []
      while tokens.count < 3 * source.count + 10, let next = likeliestNext(source, tokens),
        next != SentenceFrame.own.end
      {
        tokens.append(next)
      }
      #expect(hypotheses.map(\.tokens) == [tokens])
    }
  }

  private func likeliestNext(_ source: [Int32], _ prefix: [Int32]) -> Int32? {
    let pairs = SentencePairs(
      [(source: source, target: prefix)], begin: SentenceFrame.own.before[0],
      end: SentenceFrame.own.end)
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

  /// A beam that can hold every hypothesis finds what looking at all translations finds.
  @Test func aBeamThatHoldsAllIsExhaustiveSearch() throws {
    var options = DecodingOptions()
    options.beamSize = 100
    options.lengths.maximum = 3
    let source = sources[0]
    let found = try #require(
      service.translate([SearchTask(source: source)], options: options).first)
    let tokens = (0..<6).map(Int32.init).filter { $0 != SentenceFrame.own.end }
    let one = tokens.map { [$0] }
    let two = one.flatMap { begin in tokens.map { begin + [$0] } }
    let three = two.flatMap { begin in tokens.map { begin + [$0] } }
    // What has no end mark yet when it is as long as it may be counts as it is.
    let tasks =
      ([[]] + one + two).map { SearchTask(source: source, prefix: $0 + [SentenceFrame.own.end]) }
      + three.map { SearchTask(source: source, prefix: $0) }
    options.beamSize = 1
    options.computesScores = true
    let all = service.translate(tasks, options: options).compactMap(\.first)
      .sorted { $0.score > $1.score }
    #expect(all.count == 1 + 5 + 25 + 125)
    for (hypothesis, expected) in zip(found, all.prefix(20)) {
      #expect(hypothesis.tokens == expected.tokens)
      #expect(hypothesis.score == expected.score)
    }
  }

  /// A translation that is found and then given as a prefix has the same bits as a score.
  @Test func scoresAreThoseOfTheTranslationGiven() throws {
    var options = DecodingOptions()
    options.computesScores = true
    let found = search(beamSize: 4).map { $0[0] }
    let ended = zip(sources, found).filter { $1.tokenScores.count > $1.tokens.count }
    #expect(!ended.isEmpty)
    let given = service.translate(
      ended.map { SearchTask(source: $0, prefix: $1.tokens + [SentenceFrame.own.end]) },
      options: options)
    #expect(given.map { $0[0] } == ended.map(\.1))
  }

  @Test func aPrefixIsKept() {
    let prefix: [Int32] = [3, 2, 2]
    let found = service.translate(
      sources.map { SearchTask(source: $0, prefix: prefix) }, options: DecodingOptions())
    for hypothesis in found.joined() { #expect(hypothesis.tokens.starts(with: prefix)) }
  }

  @Test func restrictionsHold() {
    var options = DecodingOptions()
    options.restrictions.noRepeatNGram = 2
    options.lengths.minimum = 8
    let found = service.translate(sources.map { SearchTask(source: $0) }, options: options)
    for hypothesis in found.joined() {
      let tokens = hypothesis.tokens
      let pairs = zip(tokens, tokens.dropFirst()).map { [$0, $1] }
      #expect(Set(pairs).count == pairs.count)
      #expect(tokens.count + 1 >= 8)
    }
  }

  @Test func repeatedTokensBecomeRarer() {
    func repeats(_ penalty: Float) -> Int {
      var options = DecodingOptions()
      options.beamSize = 1
      options.restrictions.repetitionPenalty = penalty
      return service.translate(sources.map { SearchTask(source: $0) }, options: options).reduce(0) {
        $0 + $1[0].tokens.count - Set($1[0].tokens).count
      }
    }
    #expect(repeats(5) < repeats(1))
  }

  @Test func attentionIsADistributionForEachToken() {
    var options = DecodingOptions()
    options.recordsAttention = true
    options.penalties.coverage = 0.5
    let found = service.translate(sources.map { SearchTask(source: $0) }, options: options)
    for (source, hypotheses) in zip(sources, found) {
      for hypothesis in hypotheses {
        #expect(hypothesis.attention.count == hypothesis.tokenScores.count)
        for row in hypothesis.attention {
          #expect(row.count == source.count)
          #expect(abs(row.reduce(0, +) - 1) < 1e-5)
        }
      }
    }
  }

  /// Draws follow the model's probabilities, and do not depend on company.
  @Test func samplesFollowTheSeedAndTheProbabilities() throws {
    var options = DecodingOptions()
    options.sampling = Sampling()
    options.sampling?.topK = 6
    options.lengths.maximum = 1
    options.beamSize = 1
    let tasks = (0..<2000).map { number in
      var task = SearchTask(source: sources[0])
      task.randomKey = UInt64(number)
      return task
    }
    let drawn = service.translate(tasks, options: options).map { $0[0] }
    #expect(drawn.suffix(1) == service.translate(tasks.suffix(1), options: options).map { $0[0] })
    for token in Set(drawn.map(\.tokens)) {
      let these = drawn.filter { $0.tokens == token }
      let probability = exp(these[0].tokenScores[0])
      #expect(abs(Float(these.count) / 2000 - probability) < 0.05)
    }
    options.sampling?.temperature = 0.01
    let cold = Set(service.translate(tasks, options: options).map { $0[0].tokens })
    #expect(cold.count == 1)
  }

  /// As a model of many languages begins: with a mark and the language of the target. Sentences join others
  /// that are under way.
  @Test(arguments: [1, 4]) func decodingStartsWithAllThatIsBeforeTargets(beamSize: Int) {
    var options = DecodingOptions()
    options.beamSize = beamSize
    options.batchSize = 3
    options.penalties.length = 0
    let framed = TranslationService(
      [model.packed()], frame: SentenceFrame(before: [0, 3], after: [1])
    )
    .translate(sources.map { SearchTask(source: $0) }, options: options)
    let forced = service.translate(
      sources.map { SearchTask(source: $0, prefix: [3]) }, options: options)
    for (framed, forced) in zip(framed, forced) where forced[0].tokens.count < 8 {
      #expect([3] + framed[0].tokens == forced[0].tokens)
    }
  }

  /// An ensemble of a model with itself is the model; one of two lies between them.
  @Test func anEnsembleAveragesLogProbabilities() throws {
    let other = RandomModel(vocabularySize: 6, seed: 8)
    let prefix: [Int32] = [3, 5, 2, SentenceFrame.own.end]
    var options = DecodingOptions()
    options.beamSize = 1
    options.computesScores = true
    func scores(_ models: [RandomModel]) -> [Float] {
      TranslationService(models.map { $0.packed() }, frame: .own).translate(
        sources.map { SearchTask(source: $0, prefix: prefix) }, options: options
      ).flatMap { $0[0].tokenScores }
    }
    let (one, two) = (scores([model]), scores([other]))
    for (index, score) in scores([model, model]).enumerated() {
      #expect(abs(score - one[index]) < 1e-5)
    }
    for (index, score) in scores([model, other]).enumerated() {
      #expect(abs(score - (one[index] + two[index]) / 2) < 1e-5)
    }
  }
}
