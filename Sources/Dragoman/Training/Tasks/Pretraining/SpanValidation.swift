import Glibc
import Synchronization

/// Measures a model that writes hidden parts of sentences, on text that it is not trained on: for how many tokens
/// the right one is the likeliest, given those before it.
///
/// The same parts are hidden every time.
struct SpanValidation: Validation {
  private let transformer: Transformer
  private let batches: [Batch]
  private let shards: [any TrainingShard]
  let fingerprint: UInt64

  /// - Parameter shardTokens: About so many tokens are computed at a time.
  init(_ transformer: Transformer, _ sampler: SpanSampler, shardTokens: Int) {
    let batcher = TokenBatcher(sampler.sentences, batchTokens: shardTokens, seed: 0)
    batches = batcher.batches().map { sentences in
      sampler.batch(sentences) { RandomStream(seed: 0, UInt64($0)) }
    }
    shards = batches.map { TranslationShard(transformer, $0) }
    self.transformer = transformer
    fingerprint = sampler.sentences.text.fingerprint
  }

  func measure(_ parameters: ParameterBuffer, on workers: GradientWorkers) throws -> Measurement {
    let weights = Weights(layout: transformer.layout, parameters: parameters)
    let loss = workers.loss(of: shards, weights)
    let right = Mutex(0)
    workers.forEach(batches.count) { number, arena in
      arena.reset()
      let found = self.right(batches[number], Tape(weights: weights, arena: arena))
      right.withLock { $0 += found }
    }
    let count = Double(max(1, loss.tokens))
    let perplexity = exp(loss.negativeLogLikelihood / count)
    return Measurement(
      measure: "accuracy", score: 100 * Double(right.withLock(\.self)) / count,
      perplexity: perplexity.isFinite ? min(perplexity, 1e9) : 1e9, samples: [])
  }

  /// How many tokens of a batch are the likeliest.
  private func right(_ batch: Batch, _ tape: Tape) -> Int {
    let memory = transformer.encoder(batch.sources, on: tape)
    let state = transformer.decoder.teacherForcing(
      memory, offsets: batch.sources.offsets, on: tape)
    let hidden = transformer.decoder(batch.targets, state: state, on: tape)
    let best = tape.linear(hidden, transformer.output).value.largestColumns
    return zip(best, batch.labels).count { $0 == $1 }
  }
}
