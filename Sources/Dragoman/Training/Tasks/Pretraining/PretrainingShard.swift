/// Sequences whose loss is that of their hidden tokens, and of whether their parts belong together.
struct PretrainingShard: TrainingShard {
  private let bert: BERT
  private let batch: MaskedBatch
  private let nextSentenceWeight: Double

  /// - Parameter nextSentenceWeight: What the loss of a sequence counts in that of a token.
  init(_ bert: BERT, _ batch: MaskedBatch, nextSentenceWeight: Double) {
    self.bert = bert
    self.batch = batch
    self.nextSentenceWeight = nextSentenceWeight
  }

  var labelCount: Int { batch.labels.count }

  func loss(scale: Float, on tape: Tape) -> Loss {
    bert.pretrainingLoss(
      of: batch, nextSentenceWeight: nextSentenceWeight, scale: scale, on: tape)
  }
}
