import Testing

import Dragoman

/// What translation relies on, bit for bit: with packed weights the result of a token depends on its
/// sentence alone, not on the sentences beside it nor on how many tokens come at a time.
@Suite struct DecodingLawTests {
  @Test(arguments: GoldenCase.names) func encoderDoesNotSeeTheBatch(_ name: String) throws {
    let model = try Model(name)
    let alone = model.sources.map { model.encode([$0]) }
    #expect(model.encode(model.sources) == alone.flatMap { $0 })
    #expect(model.encode(model.sources.reversed()) == alone.reversed().flatMap { $0 })
  }

  @Test(arguments: GoldenCase.names) func decoderDoesNotSeeTheBatch(_ name: String) throws {
    let model = try Model(name)
    let pairs = Array(zip(model.sources, model.targets))
    let alone = pairs.map { model.decode([$0]) }
    #expect(model.decode(pairs) == alone.flatMap { $0 })
    #expect(model.decode(pairs.reversed()) == alone.reversed().flatMap { $0 })
  }

  /// Tokens one by one, or some at a time, are the whole target. A target that has ended gives no
  /// more tokens and goes on being one of the hypotheses.
  @Test(arguments: GoldenCase.names, [1, 3])
  func stepsEqualTheWhole(_ name: String, tokensAtATime: Int) throws {
    let model = try Model(name)
    let tape = Tape(weights: model.weights, arena: Arena())
    let state = model.start(model.sources, on: tape)
    var results = model.targets.map { _ in [Float]() }
    for start in stride(from: 0, to: model.targets.map(\.count).max() ?? 0, by: tokensAtATime) {
      let tokens = RaggedTokens(model.targets.map { $0.dropFirst(start).prefix(tokensAtATime) })
      let hidden = model.transformer.decoder(tokens, state: state, on: tape).value
      for index in results.indices {
        let rows = Int(tokens.offsets[index])..<Int(tokens.offsets[index + 1])
        results[index] += hidden.rows(rows).values
      }
    }
    #expect(results == zip(model.sources, model.targets).map { model.decode([$0]) })
  }

  /// A search that picks parents at random: hypotheses split, end and change places, sentences leave,
  /// and the cache outgrows its first 64 rows after giving free ones out again.
  @Test(arguments: GoldenCase.names)
  func reorderedHypothesesEqualTheirPrefixes(_ name: String) throws {
    let model = try Model(name)
    let tape = Tape(weights: model.weights, arena: Arena())
    let state = model.start(model.sources, on: tape)
    var stream = RandomStream(seed: 5)
    var hypotheses = model.sources.indices.map { (source: $0, tokens: [Int32]()) }

    for step in 0..<model.transformer.configuration.maximumPositions {
      for index in hypotheses.indices {
        hypotheses[index].tokens.append(Int32.random(in: 0..<60, using: &stream))
      }
      let hidden = model.transformer.decoder(
        RaggedTokens(hypotheses.map { $0.tokens.suffix(1) }), state: state, on: tape
      ).value
      for (index, hypothesis) in hypotheses.enumerated() {
        let prefix = model.decode([(model.sources[hypothesis.source], hypothesis.tokens)])
        #expect(hidden.rows(index..<index + 1).values == prefix.suffix(hidden.columns))
      }

      var parents: [Int] = []
      var sentences: [(source: Int, hypotheses: Int)] = []
      for source in model.sources.indices where source != 1 || step < 4 {
        let candidates = hypotheses.indices.filter { hypotheses[$0].source == source }
        let count = Int.random(in: 1...4, using: &stream)
        for _ in 0..<count { parents.append(candidates.randomElement(using: &stream) ?? 0) }
        sentences.append((source, count))
      }
      state.select(parents, sentences: sentences)
      hypotheses = parents.map { hypotheses[$0] }
    }
  }

  /// A model of the golden cases with packed weights, and sentences for it.
  private struct Model {
    let transformer: Transformer
    let weights: Weights
    let sources: [[Int32]]
    let targets: [[Int32]]

    init(_ name: String) throws {
      let golden = try GoldenCase(name)
      transformer = golden.transformer
      weights = Weights(layout: transformer.layout, values: golden.parameters).packedForDecoding()
      sources = golden.figures.source
      targets = golden.figures.target.map { [golden.figures.begin] + $0 }
    }

    func encode(_ sources: [[Int32]]) -> [Float] {
      let tape = Tape(weights: weights, arena: Arena())
      return transformer.encoder(RaggedTokens(sources), on: tape).value.values
    }

    /// The decoder's vectors for whole targets.
    func decode(_ pairs: [(source: [Int32], target: [Int32])]) -> [Float] {
      let tape = Tape(weights: weights, arena: Arena())
      let state = start(pairs.map(\.source), incremental: false, on: tape)
      let targets = RaggedTokens(pairs.map(\.target))
      return transformer.decoder(targets, state: state, on: tape).value.values
    }

    func start(_ sources: [[Int32]], incremental: Bool = true, on tape: Tape) -> DecoderState {
      let sources = RaggedTokens(sources)
      return transformer.decoder.start(
        transformer.encoder(sources, on: tape), offsets: sources.offsets,
        incremental: incremental, on: tape)
    }
  }
}
