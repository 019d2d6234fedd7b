import Testing

import Dragoman

/// BERT against Transformers, which computed in float64. Errors are relative, as in ``TransformerGoldenTests``.
@Suite struct BERTGoldenTests {
  @Test(arguments: [false, true]) func hiddenStatesAndPooler(isPacked: Bool) throws {
    let golden = try BERTGolden()
    let input = golden.batch(0..<golden.figures.sequences.count).input
    #expect(input.tokens.ids == golden.figures.sequences.flatMap(\.ids))
    #expect(input.types == golden.figures.sequences.flatMap(\.types))
    let weights = isPacked ? golden.weights.packedForDecoding() : golden.weights
    let arena = Arena()
    withExtendedLifetime(arena) {
      let tape = Tape(weights: weights, arena: arena)
      let hidden = golden.model(input, on: tape)
      #expect(
        largestDifference(hidden.value.values, golden.hidden) < 1e-4 * largest(golden.hidden))
      let pooled = golden.model.sequences(hidden, of: input, on: tape).value.values
      #expect(largestDifference(pooled, golden.pooled) < 1e-4)
    }
  }

  @Test func lossesAndEveryGradient() throws {
    let golden = try BERTGolden()
    let count = golden.figures.sequences.count
    let gradients = ParameterBuffer(count: golden.model.layout.count)
    let loss = loss(of: [0..<count], golden, gradients)
    #expect(abs(loss.smoothed / Double(loss.tokens) / golden.figures.loss - 1) < 1e-4)
    let masked = golden.figures.loss - golden.figures.next_sentence_loss
    #expect(abs(loss.negativeLogLikelihood / Double(loss.tokens) / masked - 1) < 1e-4)
    check(gradients, golden)
  }

  /// Two shards of a batch add up to it.
  @Test func gradientsOfPartsAddUp() throws {
    let golden = try BERTGolden()
    let gradients = ParameterBuffer(count: golden.model.layout.count)
    let loss = loss(of: [0..<1, 1..<golden.figures.sequences.count], golden, gradients)
    #expect(abs(loss.smoothed / Double(loss.tokens) / golden.figures.loss - 1) < 1e-4)
    check(gradients, golden)
  }

  private func loss(
    of parts: [Range<Int>], _ golden: BERTGolden, _ gradients: ParameterBuffer
  ) -> Loss {
    let labels = golden.figures.sequences.reduce(0) { $0 + $1.labels.count }
    let weight = Double(labels) / Double(golden.figures.sequences.count)
    var loss = Loss()
    for part in parts {
      let tape = Tape(
        weights: golden.weights, arena: Arena(), gradients: ParameterGradients(gradients),
        dropout: DropoutRates(), randomness: RandomStream(seed: 1))
      loss += golden.model.pretrainingLoss(
        of: golden.batch(part), nextSentenceWeight: weight, scale: 1 / Float(labels), on: tape)
      tape.backward()
    }
    return loss
  }

  private func check(_ gradients: ParameterBuffer, _ golden: BERTGolden) {
    var scale: Float = 0
    for entry in golden.model.layout.entries {
      let expected = golden.gradients[entry.parameter].values
      // Softmax does not see a key's bias: its gradient is nothing but rounding, and is held against that of
      // the query's bias, which comes before it.
      if !entry.name.hasSuffix(".key.bias") { scale = largest(expected) }
      let error = largestDifference(gradients[entry.parameter].values, expected) / scale
      #expect(error < 1e-4, "\(entry.name)")
    }
  }
}
