import Glibc
import Synchronization

/// Measures a model in pretraining on text that it is not trained on: how many hidden tokens it finds.
///
/// The same tokens are hidden every time.
struct PretrainingValidation: Validation {
  private let bert: BERT
  private let batches: [MaskedBatch]
  private let shards: [any TrainingShard]
  private let tokenizer: Tokenizer
  let fingerprint: UInt64
  /// Sequences that are shown.
  private static let sampleCount = 5

  /// - Parameter shardTokens: About so many tokens are computed at a time.
  init(_ bert: BERT, _ sampler: PretrainingSampler, tokenizer: Tokenizer, shardTokens: Int) {
    let batcher = TokenBatcher(sampler.passages, batchTokens: shardTokens, seed: 0)
    batches = batcher.batches().map { passages in
      var batch = MaskedBatch()
      for passage in passages {
        var randomness = RandomStream(seed: 0, UInt64(passage))
        sampler.add(passage, to: &batch, using: &randomness)
      }
      return batch
    }
    shards = batches.map {
      PretrainingShard(bert, $0, nextSentenceWeight: sampler.tokensPerPassage)
    }
    self.bert = bert
    self.tokenizer = tokenizer
    fingerprint = sampler.passages.text.fingerprint
  }

  func measure(_ parameters: ParameterBuffer, on workers: GradientWorkers) throws -> Measurement {
    let weights = Weights(layout: bert.layout, parameters: parameters)
    let loss = workers.loss(of: shards, weights)
    let found = predictions(weights, on: workers)
    let right = zip(batches, found).reduce(0) { sum, pair in
      sum + zip(pair.0.labels, pair.1).count { $0 == $1 }
    }
    let perplexity = exp(loss.negativeLogLikelihood / Double(max(1, loss.tokens)))
    return Measurement(
      measure: "accuracy", score: 100 * Double(right) / Double(max(1, loss.tokens)),
      perplexity: perplexity.isFinite ? min(perplexity, 1e9) : 1e9,
      samples: batches.first.map { samples(of: $0, predictions: found[0]) } ?? [])
  }

  /// The likeliest token for each that is hidden, for each batch.
  private func predictions(_ weights: Weights, on workers: GradientWorkers) -> [[Int32]] {
    let found = Mutex([[Int32]](repeating: [], count: batches.count))
    workers.forEach(batches.count) { number, arena in
      guard let head = bert.maskedTokens else { return }
      arena.reset()
      let tape = Tape(weights: weights, arena: arena)
      let hidden = bert(batches[number].input, on: tape)
      let states = head(hidden, rows: batches[number].rows, on: tape)
      let best = tape.linear(states, head.output).value.largestColumns
      found.withLock { $0[number] = best }
    }
    return found.withLock(\.self)
  }

  /// Some sequences: as they were read, as they were, and as the model completes them.
  private func samples(
    of batch: MaskedBatch, predictions: [Int32]
  ) -> [ValidationReport.Sample] {
    let input = batch.input.tokens
    var (whole, completed) = (input.ids, input.ids)
    for (index, row) in batch.rows.enumerated() {
      whole[Int(row)] = batch.labels[index]
      completed[Int(row)] = predictions[index]
    }
    return (0..<min(Self.sampleCount, input.count)).map { number in
      let place = Int(input.offsets[number])..<Int(input.offsets[number + 1])
      func text(_ tokens: [Int32]) -> String {
        tokenizer.pieces(of: tokens[place]).joined(separator: " ")
      }
      return ValidationReport.Sample(
        source: text(input.ids), reference: text(whole), translation: text(completed))
    }
  }
}
