/// What a run learns from: the tokens of its corpora, in batches for its updates.
struct TrainingData {
  /// The pairs, with their words split as in translation.
  let corpus: TokenizedCorpus
  private let sampler: SubwordSampler?
  private let table: TranslationTable?
  private let batcher: TokenBatcher
  private let options: TrainingOptions
  private let threads: Int

  /// - Parameters:
  ///   - sampler: Splits words anew for every update; `nil` to leave them as they are.
  ///   - table: Aligns the tokens of pairs; `nil` to leave attention free.
  init(
    _ corpus: TokenizedCorpus, sampler: SubwordSampler?, table: TranslationTable?,
    options: TrainingOptions, threads: Int
  ) {
    self.corpus = corpus
    self.sampler = sampler
    self.table = table
    self.options = options
    self.threads = threads
    batcher = TokenBatcher(corpus, batchTokens: options.batchTokens, seed: options.seed)
  }

  /// The pairs of each batch of an epoch.
  func batches(epoch: Int) -> [[Int]] { batcher.batches(epoch: epoch) }

  /// Label tokens of some pairs.
  func labelCount(_ pairs: [Int]) -> Int { pairs.reduce(0) { $0 + corpus.labelCount($1) } }

  /// The parts of a batch that threads work on. They depend on the batch and the update alone.
  func shards(of pairs: [Int], update: Int) -> [Batch] {
    let isDoubled = options.consistency > 0
    let parts = batcher.shards(
      of: pairs, tokens: isDoubled ? max(1, options.shardTokens / 2) : options.shardTokens)
    return mapConcurrently(Array(parts.enumerated()), threads: threads) { number, pairs in
      var batch =
        if let sampler {
          Batch(
            pairs, of: corpus, sampler: sampler,
            randomness: RandomStream(seed: options.seed, UInt64(update), UInt64(number), 1))
        } else {
          Batch(pairs, of: corpus)
        }
      if let table { batch.align(by: table) }
      return isDoubled ? batch.doubled : batch
    }
  }
}
