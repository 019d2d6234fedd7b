import Testing

import Dragoman

/// What training relies on.
@Suite struct TrainingLawTests {
  @Test func sameSeedSameParameters() throws {
    let transformer = try GoldenCase("transformer-learned-positions").transformer
    func parameters(seed: UInt64) -> ParameterBuffer {
      let buffer = ParameterBuffer(count: transformer.layout.count)
      buffer.initialize(transformer.layout, seed: seed)
      return buffer
    }
    let first = parameters(seed: 1)
    #expect(first.copied() == parameters(seed: 1).copied())

    let other = parameters(seed: 2)
    defer { withExtendedLifetime((first, other)) {} }
    for entry in transformer.layout.entries {
      let values = first[entry.parameter].values
      switch entry.initialization {
      case .zeros: #expect(values.allSatisfy { $0 == 0 })
      case .ones: #expect(values.allSatisfy { $0 == 1 })
      case .xavier:
        #expect(largest(values) <= (6 / Float(entry.shape[0] + entry.shape[1])).squareRoot())
        #expect(values != other[entry.parameter].values)
      case .normal(let deviation):
        let variance = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
        #expect(abs(variance.squareRoot() / deviation - 1) < 0.15)
        #expect(values != other[entry.parameter].values)
      }
    }
  }

  /// An arena's old contents are never read: the second of two equal steps, and a step after a
  /// different one, give the same bytes as a step in fresh memory.
  @Test(arguments: GoldenCase.names) func usedMemoryGivesTheSameGradients(_ name: String) throws {
    let golden = try GoldenCase(name)
    let fresh = step(golden, golden.pairs, Arena())
    let arena = Arena()
    #expect(step(golden, golden.pairs, arena) == fresh)
    let long = SentencePairs(
      Array(repeating: (source: [2, 3, 4, 5], target: [6, 7, 8, 9, 10]), count: 50),
      begin: golden.figures.begin, end: golden.figures.end)
    _ = step(golden, long, arena)
    #expect(step(golden, golden.pairs, arena) == fresh)
  }

  /// A step's loss and gradients, with dropout.
  private func step(_ golden: GoldenCase, _ pairs: SentencePairs, _ arena: Arena) -> [Float] {
    arena.reset()
    let gradients = ParameterBuffer(count: golden.transformer.layout.count)
    let loss = golden.transformer.loss(
      of: pairs, weights: golden.parameters, gradients: gradients, smoothing: 0.1,
      dropout: DropoutRates(residual: 0.1, attention: 0.1, activation: 0.1), arena: arena)
    return [Float(loss.smoothed)] + gradients.copied()
  }
}
