import Testing

import Dragoman

@Suite struct DropoutTests {
  private let weights = Weights(layout: ParameterLayout(), parameters: ParameterBuffer(count: 0))

  /// dropout(1) of 20,000 elements.
  private func dropped(rate: Float, _ stream: RandomStream) -> [Float] {
    let arena = Arena()
    let tape = Tape(
      weights: weights, arena: arena, gradients: ParameterGradients(ParameterBuffer(count: 0)),
      dropout: DropoutRates(residual: rate), randomness: stream)
    return tape.residual(zeros(arena), ones(arena)).value.values
  }

  private func zeros(_ arena: Arena) -> Variable { Variable(arena.zeros(rows: 200, columns: 100)) }

  private func ones(_ arena: Arena) -> Variable {
    let tensor = arena.tensor(rows: 200, columns: 100)
    tensor.base.update(repeating: 1, count: tensor.count)
    return Variable(tensor)
  }

  @Test(arguments: [Float(0.1), 0.5, 0.9]) func dropsAtItsRateAndKeepsTheMean(rate: Float) {
    let values = dropped(rate: rate, RandomStream(seed: 1))
    #expect(Set(values) == [0, 1 / (1 - rate)])
    let kept = Float(values.count { $0 > 0 }) / Float(values.count)
    #expect(abs(kept - (1 - rate)) < 0.01)
  }

  @Test func sameStreamSameMask() {
    let mask = dropped(rate: 0.5, RandomStream(seed: 1))
    #expect(mask == dropped(rate: 0.5, RandomStream(seed: 1)))
    let other = dropped(rate: 0.5, RandomStream(seed: 2))
    let agreeing = zip(mask, other).count { $0 == $1 }
    #expect(abs(Float(agreeing) / Float(mask.count) - 0.5) < 0.02)
  }

  /// Two operations of a step drop different elements.
  @Test func everyOperationHasItsOwnMask() {
    let arena = Arena()
    let tape = Tape(
      weights: weights, arena: arena, gradients: ParameterGradients(ParameterBuffer(count: 0)),
      dropout: DropoutRates(residual: 0.5), randomness: RandomStream(seed: 1))
    let masks = (0..<2).map { _ in tape.residual(zeros(arena), ones(arena)).value.values }
    #expect(masks[0] != masks[1])
  }

  /// An embedding with a norm is normalised, then dropped out, as in mBART and BERT: what is not zero is what
  /// it is without dropout, but for the scale.
  @Test func embeddingsAreNormalizedBeforeTheyDropOut() throws {
    let golden = try GoldenCase("transformer-learned-positions")
    var layout = ParameterLayout()
    let configuration = golden.figures.config
    let embedding = TokenEmbedding(
      "encoder", table: layout.matrix("table", rows: 60, columns: configuration.modelSize),
      configuration.embeddingShape, sinusoids: nil, &layout)
    let parameters = ParameterBuffer(count: layout.count)
    parameters.initialize(layout, seed: 1)
    func embedded(_ rate: Float) -> [Float] {
      let tape = Tape(
        weights: Weights(layout: layout, parameters: parameters), arena: Arena(),
        gradients: ParameterGradients(ParameterBuffer(count: layout.count)),
        dropout: DropoutRates(residual: rate), randomness: RandomStream(seed: 1))
      return embedding(RaggedTokens([[2, 5, 7, 2], [9]] as [[Int32]]), from: nil, on: tape).value
        .values
    }
    let whole = embedded(0)
    let dropped = embedded(0.5)
    #expect(zip(whole, dropped).allSatisfy { $1 == 0 || $1 == 2 * $0 })
    let kept = dropped.count { $0 != 0 }
    #expect((dropped.count / 4...3 * dropped.count / 4).contains(kept))
  }

  @Test func rateZeroAndTapesThatDoNotRecordDropNothing() {
    #expect(Set(dropped(rate: 0, RandomStream(seed: 1))) == [1])
    let arena = Arena()
    let tape = Tape(weights: weights, arena: arena)
    #expect(Set(tape.residual(zeros(arena), ones(arena)).value.values) == [1])
  }
}
