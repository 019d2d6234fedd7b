import Dragoman

/// Updates of a model on a corpus, as `train` does them.
final class TrainingRun {
  var workers: GradientWorkers { updater.workers }
  private let corpus: TokenizedCorpus
  private let transformer: Transformer
  private let batcher: TokenBatcher
  private let batches: Batches
  private var updater: Updater
  private let options: TrainingOptions
  private var updates = 0
  /// Target tokens of the updates so far.
  private(set) var tokens = 0
  /// Operations of the products with weights in the updates so far.
  private(set) var floatingPointOperations = 0.0

  init(
    _ preset: Preset, on corpus: TokenizedCorpus, batchTokens: Int = 4096,
    precision: ProductPrecision = .float32, communicate: ProductPrecision = .float32,
    optimizer: OptimizerName = .adam, threads: Int,
    communicator: Communicator = .alone
  ) {
    var options = TrainingOptions()
    options.optimizer = optimizer
    options.precision = precision
    options.communicate = communicate
    self.options = options
    self.corpus = corpus
    transformer = Transformer(
      ModelConfiguration(preset, vocabularySize: RandomSentences.vocabularySize))
    batcher = TokenBatcher(corpus, batchTokens: batchTokens, seed: 1)
    batches = batcher.batches(epoch: 0)
    updater = Updater(
      transformer.layout, options: options, threads: threads, communicator: communicator)
    let parameters = ParameterBuffer(count: transformer.layout.count)
    parameters.initialize(transformer.layout, seed: 1)
    updater.begin(with: parameters)
    updater.forgetOthers()
  }

  /// Moves in memory what a run moves to save its state.
  func collect() throws {
    try updater.collect()
    updater.forgetOthers()
  }

  /// One update on the next batch.
  func update() throws {
    let pairs = batches[updates % batches.count]
    updates += 1
    let batches = try batcher.shards(of: pairs, tokens: options.shardTokens)
      .map { try Batch($0, of: corpus) }
    let (transformer, objective) = (transformer, options.objective)
    let outcome = try updater.update(shards: batches.count, number: updates) {
      TranslationShard(transformer, batches[$0], objective: objective)
    }
    tokens += outcome.loss.tokens
    floatingPointOperations += operations(
      sourceTokens: batches.reduce(0) { $0 + $1.sources.ids.count },
      targetTokens: outcome.loss.tokens)
  }

  /// Forwards and backwards six a weight and token. The encoder and the projections of its output see the
  /// source's tokens, everything else the target's.
  private func operations(sourceTokens: Int, targetTokens: Int) -> Double {
    var operations = 0
    for entry in transformer.layout.entries where !entry.isVector {
      let seesSource =
        entry.name.hasPrefix("encoder.") || entry.name.hasSuffix("crossAttention.key.weight")
        || entry.name.hasSuffix("crossAttention.value.weight")
      operations += 6 * entry.parameter.count * (seesSource ? sourceTokens : targetTokens)
    }
    return Double(operations)
  }
}
