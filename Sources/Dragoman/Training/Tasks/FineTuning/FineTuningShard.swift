/// Sequences whose loss is that of their labels.
struct FineTuningShard: TrainingShard {
  private let bert: BERT
  private let batch: LabelledBatch
  private let smoothing: Float

  init(_ bert: BERT, _ batch: LabelledBatch, smoothing: Float) {
    self.bert = bert
    self.batch = batch
    self.smoothing = smoothing
  }

  var labelCount: Int { max(batch.labels.count, batch.numbers.count) }

  func loss(scale: Float, on tape: Tape) -> Loss {
    bert.labellingLoss(of: batch, smoothing: smoothing, scale: scale, on: tape)
  }
}
