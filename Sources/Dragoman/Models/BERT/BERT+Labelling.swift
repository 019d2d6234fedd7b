/// Sequences with the labels that are right for them, or for their words.
package struct LabelledBatch: Sendable, Equatable {
  /// The sequences.
  package var input = EncoderInput()
  /// The rows of the first tokens of words; empty where whole sequences have a label.
  package var rows: [Int32] = []
  /// [rows, or sequences] The numbers of the right labels; empty where they are numbers themselves.
  package var labels: [Int32] = []
  /// [sequences] The right numbers; empty where classes are predicted.
  package var numbers: [Float] = []

  package init() {}
}

extension BERT {
  /// The logits of labels, [sequences or words, labels], or the predicted numbers, [sequences, 1].
  ///
  /// - Parameters:
  ///   - hidden: The vectors of all tokens, [N, D].
  ///   - rows: Those of the first tokens of words, for a tagger.
  package func logits(
    _ hidden: Variable, of input: EncoderInput, rows: [Int32], on tape: Tape
  ) -> Variable? {
    labels.map { tape.linear(vectors(hidden, of: input, rows: rows, on: tape), $0) }
  }

  /// What labels are predicted from, [sequences or words, D]. In training some of it is dropped.
  private func vectors(
    _ hidden: Variable, of input: EncoderInput, rows: [Int32], on tape: Tape
  ) -> Variable {
    let isTagger = !configuration.predictions.tags.isEmpty
    return tape.dropout(
      isTagger ? tape.rows(hidden, at: rows) : sequences(hidden, of: input, on: tape))
  }

  /// The loss of labels: cross-entropy of classes and tags, the squared error of numbers. It is recorded if the
  /// tape records.
  ///
  /// - Parameters:
  ///   - smoothing: Probability that is spread over all classes.
  ///   - scale: Factor on the gradient, usually 1 / labels of the whole batch.
  package func labellingLoss(
    of batch: LabelledBatch, smoothing: Float, scale: Float, on tape: Tape
  ) -> Loss {
    guard let labels else { return Loss() }
    let hidden = self(batch.input, on: tape)
    let vectors = vectors(hidden, of: batch.input, rows: batch.rows, on: tape)
    if !batch.numbers.isEmpty {
      return tape.squaredError(
        tape.linear(vectors, labels), targets: batch.numbers, scale: scale)
    }
    return tape.crossEntropy(
      vectors, labels, targets: batch.labels, objective: Objective(smoothing: smoothing),
      scale: scale)
  }
}
