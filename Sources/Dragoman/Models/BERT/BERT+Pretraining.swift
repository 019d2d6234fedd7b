/// Sequences with what pretraining predicts of them.
package struct MaskedBatch: Sendable, Equatable {
  /// The sequences, masks in place.
  package var input = EncoderInput()
  /// The rows of the tokens that are predicted, in rising order.
  package var rows: [Int32] = []
  /// What stood in each of these rows.
  package var labels: [Int32] = []
  /// For each sequence 0 where its second part follows its first in the text, 1 where it does not; empty where
  /// that is not predicted.
  package var isOther: [Int32] = []

  package init() {}
}

extension BERT {
  /// The loss of pretraining: of masked tokens and, where they have labels, of pairs of sentences. It is
  /// recorded if the tape records.
  ///
  /// - Parameters:
  ///   - nextSentenceWeight: What the loss of a sequence counts in that of a token: masked tokens a
  ///     sequence, for the mean of the one and the mean of the other to count alike, as in BERT.
  ///   - scale: Factor on the gradient, usually 1 / masked tokens of the whole batch.
  /// - Returns: The loss of masked tokens; what is smoothed includes that of the sentences.
  package func pretrainingLoss(
    of batch: MaskedBatch, nextSentenceWeight: Double, scale: Float, on tape: Tape
  ) -> Loss {
    var loss = Loss()
    let hidden = self(batch.input, on: tape)
    if let nextSentence, !batch.isOther.isEmpty {
      let pooled = sequences(hidden, of: batch.input, on: tape)
      let sentences = tape.crossEntropy(
        pooled, nextSentence, targets: batch.isOther, objective: Objective(),
        scale: scale * Float(nextSentenceWeight))
      loss.smoothed += nextSentenceWeight * sentences.smoothed
    }
    if let maskedTokens {
      loss += tape.crossEntropy(
        maskedTokens(hidden, rows: batch.rows, on: tape), maskedTokens.output,
        targets: batch.labels, objective: Objective(), scale: scale)
    }
    return loss
  }
}
