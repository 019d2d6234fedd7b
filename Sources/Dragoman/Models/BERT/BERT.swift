/// An encoder that is learned from text alone (BERT, Devlin et al. 2019), as a description without numbers.
///
/// It has the encoder of a ``Transformer``, so that either may begin with the other's weights. On top of it
/// stands what its configuration says that it predicts.
package struct BERT: Sendable {
  package let configuration: BERTConfiguration
  package let layout: ParameterLayout
  package let encoder: Encoder
  /// From the vector of the first token to that of the sequence, before the tanh; `nil` for none.
  package let pooler: Linear?
  /// Predicts tokens that are masked; `nil` for none.
  package let maskedTokens: MaskedTokenHead?
  /// From the vector of the sequence to two logits: that the second sentence follows, that it does not; `nil`
  /// for none.
  package let nextSentence: Linear?
  /// To the logits of labels, of sequences or of words; `nil` for none.
  package let labels: Linear?

  package init(_ configuration: BERTConfiguration) {
    var layout = ParameterLayout()
    let width = configuration.width
    let table = layout.matrix(
      "embedding.weight", rows: configuration.vocabularySize, columns: width,
      .normal(1 / Float(width).squareRoot()))
    layout.addProduct(table)
    layout.addTable(table)
    let sinusoids =
      configuration.positionEmbeddings == .learned
      ? nil
      : PositionTable(
        positions: configuration.maximumPositions, columns: width, steps: width / 2)
    encoder = Encoder(
      embedding: TokenEmbedding(
        "encoder", table: table, configuration.embeddingShape, sinusoids: sinusoids, &layout),
      configuration.stackShape, &layout)
    let predictions = configuration.predictions
    pooler = predictions.sequence ? Linear("pooler", inputs: width, outputs: width, &layout) : nil
    maskedTokens =
      predictions.tokens ? MaskedTokenHead("maskedTokens", table, configuration, &layout) : nil
    nextSentence =
      predictions.nextSentence
      ? Linear(outputLayer: "nextSentence", inputs: width, outputs: 2, &layout) : nil
    labels =
      predictions.labelCount > 0
      ? Linear(
        outputLayer: "labels", inputs: width, outputs: predictions.labelCount, &layout) : nil
    self.configuration = configuration
    self.layout = layout
  }

  /// The vectors of all tokens, [N, D].
  package func callAsFunction(_ input: EncoderInput, on tape: Tape) -> Variable {
    encoder(
      input.tokens, types: configuration.tokenTypes > 1 ? input.types : nil, on: tape)
  }

  /// The vectors of whole sequences, [sequences, D]; of the first tokens where there is no pooler.
  package func sequences(_ hidden: Variable, of input: EncoderInput, on tape: Tape) -> Variable {
    let first = tape.rows(hidden, at: input.firstRows)
    return pooler.map { tape.linear(first, $0, then: .tanh) } ?? first
  }
}

extension Linear {
  /// Adds a layer whose outputs are the logits of classes.
  init(outputLayer name: String, inputs: Int, outputs: Int, _ layout: inout ParameterLayout) {
    self.init(name, inputs: inputs, outputs: outputs, &layout)
    // The loss adds to these gradients some rows at a time.
    layout.addTable(weight)
    if let bias { layout.addTable(bias) }
  }
}
