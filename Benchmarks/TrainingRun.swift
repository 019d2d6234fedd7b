import Dragoman

/// Updates of a model on a corpus, as `train` does them.
final class TrainingRun {
  let workers: GradientWorkers
  private let corpus: TokenizedCorpus
  private let layout: ParameterLayout
  private let batcher: TokenBatcher
  private let batches: [[Int]]
  private let weights: Weights
  private let average: ParameterBuffer
  private let adam: Adam
  private let threads: Int
  private let options: TrainingOptions
  private var updates = 0
  /// Target tokens of the updates so far.
  private(set) var tokens = 0
  /// Operations of the products with weights in the updates so far.
  private(set) var floatingPointOperations = 0.0

  init(
    _ preset: Preset, on corpus: TokenizedCorpus, batchTokens: Int = 4096,
    precision: ProductPrecision = .float32, threads: Int
  ) {
    var options = TrainingOptions()
    options.precision = precision
    self.options = options
    let model = Transformer(
      ModelConfiguration(preset, vocabularySize: RandomSentences.vocabularySize))
    self.corpus = corpus
    layout = model.layout
    batcher = TokenBatcher(corpus, batchTokens: batchTokens, seed: 1)
    batches = batcher.batches(epoch: 0)
    weights = Weights(layout: layout, values: ParameterBuffer(count: layout.count))
    weights.values.initialize(layout, seed: 1)
    average = ParameterBuffer(count: layout.count)
    workers = GradientWorkers(model, threads: threads)
    adam = Adam(count: layout.count, options: options, threads: threads)
    self.threads = threads
  }

  /// One update on the next batch.
  func update() {
    let pairs = batches[updates % batches.count]
    updates += 1
    let shards = batcher.shards(of: pairs, tokens: options.shardTokens)
      .map { Batch($0, of: corpus) }
    let update = UInt64(updates)
    let loss = workers.gradient(of: shards, weights, options: options) { shard in
      RandomStream(seed: 1, update, UInt64(shard))
    }
    adam.update(
      weights.values, gradients: workers.gradients, norm: workers.gradients.norm(threads: threads),
      rate: adam.rate(update: updates), update: updates)
    average.average(with: weights.values, decay: options.averageDecay, threads: threads)
    workers.lap("norm, Adam and average of weights")
    tokens += loss.tokens
    floatingPointOperations += operations(
      sourceTokens: shards.reduce(0) { $0 + $1.sources.ids.count }, targetTokens: loss.tokens)
  }

  /// Forwards and backwards six a weight and token. The encoder and the projections of its output see the
  /// source's tokens, everything else the target's.
  private func operations(sourceTokens: Int, targetTokens: Int) -> Double {
    var operations = 0
    for entry in layout.entries where !entry.isVector {
      let seesSource =
        entry.name.hasPrefix("encoder.") || entry.name.hasSuffix("crossAttention.key.weight")
        || entry.name.hasSuffix("crossAttention.value.weight")
      operations += 6 * entry.parameter.count * (seesSource ? sourceTokens : targetTokens)
    }
    return Double(operations)
  }
}
