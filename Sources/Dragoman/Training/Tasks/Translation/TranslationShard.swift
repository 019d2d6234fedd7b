/// Sentence pairs whose loss is that of a translation model under teacher forcing.
package struct TranslationShard: TrainingShard {
  private let transformer: Transformer
  private let batch: Batch
  private let objective: Objective

  package init(_ transformer: Transformer, _ batch: Batch, objective: Objective = Objective()) {
    self.transformer = transformer
    self.batch = batch
    self.objective = objective
  }

  package var labelCount: Int { batch.labels.count }

  package func loss(scale: Float, on tape: Tape) -> Loss {
    transformer.loss(
      source: batch.sources, target: batch.targets, labels: batch.labels,
      alignment: batch.alignment, objective: objective, scale: scale, on: tape)
  }
}
