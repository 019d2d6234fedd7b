/// Predicts tokens from their vectors: an affine map with an activation, a norm, and the table of embeddings
/// as the output layer (Devlin et al. 2019, section 3.1).
package struct MaskedTokenHead: Sendable {
  private let transform: Linear
  private let activation: Activation
  private let norm: LayerNorm
  /// To the V logits of the vocabulary.
  package let output: Linear

  init(
    _ name: String, _ table: Parameter, _ configuration: BERTConfiguration,
    _ layout: inout ParameterLayout
  ) {
    let width = configuration.width
    transform = Linear("\(name).transform", inputs: width, outputs: width, &layout)
    activation = configuration.activation
    norm = LayerNorm(
      "\(name).norm", width: width, epsilon: Float(configuration.layerNormEpsilon), &layout)
    let bias = layout.vector("\(name).bias", count: configuration.vocabularySize, .zeros)
    layout.addTable(bias)
    output = Linear(weight: table, bias: bias)
  }

  /// What the output layer takes, for the tokens in some rows.
  ///
  /// - Parameters:
  ///   - hidden: [N, D]
  ///   - rows: [K] Those of the tokens that are predicted.
  /// - Returns: [K, D]
  package func callAsFunction(
    _ hidden: Variable, rows: [Int32], on tape: Tape
  ) -> Variable {
    let chosen = tape.rows(hidden, at: rows)
    return tape.layerNorm(tape.linear(chosen, transform, then: activation), norm)
  }
}
