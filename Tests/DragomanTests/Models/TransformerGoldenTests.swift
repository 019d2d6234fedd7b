import Testing

import Dragoman

/// The whole model against PyTorch, which computed in float64.
///
/// Errors are relative to the largest magnitude in a tensor: an element is a sum of terms as large as
/// that, and float32 rounds the terms, not the sum that is left when they cancel.
@Suite struct TransformerGoldenTests {
  @Test(arguments: GoldenCase.names) func lossAndLogits(_ name: String) throws {
    let golden = try GoldenCase(name)
    let loss = golden.transformer.loss(
      of: golden.pairs, weights: golden.parameters,
      gradients: ParameterBuffer(count: golden.transformer.layout.count),
      smoothing: golden.figures.label_smoothing)
    #expect(abs(loss.smoothed / Double(loss.tokens) / golden.figures.loss - 1) < 1e-5)

    let weights = Weights(layout: golden.transformer.layout, parameters: golden.parameters)
    for weights in [weights, weights.packedForDecoding()] {
      let logits = golden.transformer.logits(of: golden.pairs, weights: weights)
      #expect(largestDifference(logits, golden.logits) < 1e-4 * largest(golden.logits))
    }
  }

  @Test(arguments: GoldenCase.names) func everyGradient(_ name: String) throws {
    let golden = try GoldenCase(name)
    let layout = golden.transformer.layout
    let gradients = ParameterBuffer(count: layout.count)
    _ = golden.transformer.loss(
      of: golden.pairs, weights: golden.parameters, gradients: gradients,
      smoothing: golden.figures.label_smoothing)

    var scale: Float = 0
    for entry in layout.entries {
      let expected = golden.gradients[entry.parameter].values
      // Softmax does not see a key's bias: its gradient is nothing but rounding, and is held against
      // that of the query's bias, which comes before it.
      if !entry.name.hasSuffix(".key.bias") { scale = largest(expected) }
      let error = largestDifference(gradients[entry.parameter].values, expected) / scale
      #expect(error < 1e-4, "\(entry.name)")
    }
  }

  /// Two workers that share a batch add up to one.
  @Test(arguments: GoldenCase.names) func gradientsOfPartsAddUp(_ name: String) throws {
    let golden = try GoldenCase(name)
    let figures = golden.figures
    let pairs = zip(figures.source, figures.target).map { (source: $0, target: $1) }
    let gradients = ParameterBuffer(count: golden.transformer.layout.count)
    var loss = Loss()
    for part in [pairs[..<2], pairs[2...]] {
      loss += golden.transformer.loss(
        of: SentencePairs(part, begin: figures.begin, end: figures.end),
        weights: golden.parameters, gradients: gradients, smoothing: figures.label_smoothing,
        tokens: golden.pairs.labels.count)
    }
    #expect(loss.tokens == golden.pairs.labels.count)
    #expect(abs(loss.smoothed / Double(loss.tokens) / figures.loss - 1) < 1e-5)
    #expect(
      largestDifference(gradients.copied(), golden.gradients.copied())
        < 1e-4 * largest(golden.gradients.copied()))
  }

  @Test func tenUpdatesFollowPyTorch() throws {
    let golden = try GoldenCase("transformer-post-norm")
    let adam = try #require(golden.figures.adam)
    let count = golden.transformer.layout.count
    let gradients = ParameterBuffer(count: count)
    let moments = (first: ParameterBuffer(count: count), second: ParameterBuffer(count: count))

    for (index, expected) in adam.losses.enumerated() {
      gradients.clear(golden.transformer.layout.entries.map(\.parameter))
      let loss = golden.transformer.loss(
        of: golden.pairs, weights: golden.parameters, gradients: gradients,
        smoothing: golden.figures.label_smoothing)
      #expect(abs(loss.smoothed / Double(loss.tokens) / expected - 1) < 1e-3)
      golden.parameters.updateByAdam(
        0..<count, gradients: gradients, scale: 1, moments: moments, rate: adam.lr,
        beta1: adam.betas[0],
        beta2: adam.betas[1], epsilon: adam.eps, update: index + 1)
    }
  }
}
