import Glibc
import Synchronization

/// Measures a model that learns labels on texts that it is not trained on: the share of right classes, F1 of
/// stretches of tagged words, or the correlation of numbers, each times 100.
struct FineTuningValidation: Validation {
  private let bert: BERT
  private let batches: [LabelledBatch]
  private let shards: [any TrainingShard]
  /// [texts] For tags how many words each has.
  private let lengths: [Int]
  let fingerprint: UInt64

  /// - Parameter shardTokens: About so many tokens are computed at a time.
  init(
    _ bert: BERT, _ examples: FineTuningExamples, room: EncoderModel.Room, shardTokens: Int
  ) {
    let batcher = TokenBatcher(examples, batchTokens: shardTokens, seed: 0)
    batches = batcher.batches().map { examples.batch($0, in: room) }
    shards = batches.map { FineTuningShard(bert, $0, smoothing: 0) }
    lengths = examples.examples.map { example in
      if case .tags(let places, _) = example.target { places.count } else { 1 }
    }
    self.bert = bert
    fingerprint = examples.fingerprint
  }

  func measure(_ parameters: ParameterBuffer, on workers: GradientWorkers) throws -> Measurement {
    let weights = Weights(layout: bert.layout, parameters: parameters)
    let loss = workers.loss(of: shards, weights)
    let logits = logits(weights, on: workers)
    let (measure, score) = score(logits)
    let perplexity = exp(loss.negativeLogLikelihood / Double(max(1, loss.tokens)))
    return Measurement(
      measure: measure, score: 100 * score,
      perplexity: perplexity.isFinite ? min(perplexity, 1e9) : 1e9, samples: [])
  }

  private func score(_ logits: [[Float]]) -> (measure: String, score: Double) {
    let predictions = bert.configuration.predictions
    if predictions.number {
      let numbers = batches.flatMap(\.numbers).map(Double.init)
      let correlation = Correlation(gold: numbers, predicted: logits.map { Double($0[0]) })
      return ("Pearson", correlation.pearson.isFinite ? correlation.pearson : 0)
    }
    let names = predictions.classes + predictions.tags
    let gold = batches.flatMap(\.labels).map { names[Int($0)] }
    let found = logits.map { row in
      names[row.indices.max { row[$0] < row[$1] } ?? 0]
    }
    guard !predictions.tags.isEmpty else {
      return ("accuracy", ClassificationScores(gold: gold, predicted: found).accuracy)
    }
    return (
      "F1", EntityScores(gold: sentences(of: gold), predicted: sentences(of: found)).micro.f1
    )
  }

  /// The tags of each sentence.
  private func sentences(of tags: [String]) -> [[String]] {
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return Array(tags[start..<start + length])
    }
  }

  /// What is predicted of each text or word: the logits of labels, or a number.
  private func logits(_ weights: Weights, on workers: GradientWorkers) -> [[Float]] {
    let found = Mutex([[[Float]]](repeating: [], count: batches.count))
    workers.forEach(batches.count) { number, arena in
      arena.reset()
      let tape = Tape(weights: weights, arena: arena)
      let (input, rows) = (batches[number].input, batches[number].rows)
      guard let logits = bert.logits(bert(input, on: tape), of: input, rows: rows, on: tape)
      else { return }
      let values = (0..<logits.value.rows).map { logits.value.rows($0..<$0 + 1).values }
      found.withLock { $0[number] = values }
    }
    return found.withLock { $0.flatMap(\.self) }
  }
}
