import Testing

import Dragoman

/// What translation relies on: with packed weights the result of a token depends, bit for bit, on its
/// sentence alone and not on the sentences beside it; and taken token by token, a target gives what it
/// gives as a whole, but for the order in which attention sums.
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
    for (result, pair) in zip(results, zip(model.sources, model.targets)) {
      #expect(areClose(result, model.decode([pair])))
    }
  }

  /// A search that picks parents at random: hypotheses split, end and change places, sentences leave,
  /// and the pools outgrow their first 64 rows after giving free ones out again.
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
        #expect(
          areClose(hidden.rows(index..<index + 1).values, Array(prefix.suffix(hidden.columns))))
      }

      var parents: [Int] = []
      var counts: [Int] = []
      var left: [Int] = []
      for hypothesis in hypotheses where left.last != hypothesis.source {
        left.append(hypothesis.source)
      }
      for source in left {
        let candidates = hypotheses.indices.filter { hypotheses[$0].source == source }
        // One sentence leaves early, and comes back as a new one later.
        let count = source == 1 && step == 4 ? 0 : Int.random(in: 1...4, using: &stream)
        for _ in 0..<count { parents.append(candidates.randomElement(using: &stream) ?? 0) }
        counts.append(count)
      }
      state.select(parents, counts: counts)
      hypotheses = parents.map { hypotheses[$0] }
      if step == 6 {
        model.add([model.sources[1]], to: state, on: tape)
        hypotheses.append((source: 1, tokens: []))
      }
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
      weights = Weights(layout: transformer.layout, parameters: golden.parameters)
        .packedForDecoding()
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
      let sources = RaggedTokens(pairs.map(\.source))
      let state = transformer.decoder.teacherForcing(
        transformer.encoder(sources, on: tape), offsets: sources.offsets, on: tape)
      let targets = RaggedTokens(pairs.map(\.target))
      return transformer.decoder(targets, state: state, on: tape).value.values
    }

    func start(_ sources: [[Int32]], on tape: Tape) -> IncrementalState {
      let state = transformer.decoder.incrementalState()
      add(sources, to: state, on: tape)
      return state
    }

    func add(_ sources: [[Int32]], to state: IncrementalState, on tape: Tape) {
      let sources = RaggedTokens(sources)
      transformer.decoder.add(
        transformer.encoder(sources, on: tape), offsets: sources.offsets, to: state, on: tape)
    }
  }

  private func areClose(_ values: [Float], _ others: [Float]) -> Bool {
    values.count == others.count && zip(values, others).allSatisfy { abs($0 - $1) < 1e-4 }
  }
}
