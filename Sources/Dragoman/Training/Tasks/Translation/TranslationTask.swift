/// Learning to translate from sentence pairs.
struct TranslationTask: BatchedTask {
  private let transformer: Transformer
  /// The pairs, with their words split as in translation.
  private let corpus: TokenizedCorpus
  private let sampler: PairSampler?
  private let table: TranslationTable?
  let batcher: TokenBatcher
  private let options: TrainingOptions
  let validation: (any Validation)?

  /// - Parameters:
  ///   - sampler: Splits words anew for every update; `nil` to leave them as they are.
  ///   - table: Aligns the tokens of pairs; `nil` to leave attention free.
  init(
    _ model: ModelConfiguration, _ corpus: TokenizedCorpus, sampler: PairSampler?,
    table: TranslationTable?, validation: TranslationValidation?, options: TrainingOptions
  ) {
    transformer = Transformer(model)
    self.corpus = corpus
    self.sampler = sampler
    self.table = table
    self.validation = validation
    self.options = options
    batcher = TokenBatcher(corpus, batchTokens: options.batchTokens, seed: options.seed)
  }

  var layout: ParameterLayout { transformer.layout }
  var model: any ModelDescription { transformer.configuration }
  var fingerprint: UInt64 { corpus.fingerprint }
  var shardTokens: Int { options.pairTokensOfShard }

  func shard(_ pairs: [Int], number: Int, update: Int) throws -> any TrainingShard {
    var batch =
      if let sampler {
        try Batch(
          pairs, of: corpus, sampler: sampler,
          randomness: RandomStream(seed: options.seed, UInt64(update), UInt64(number), 1))
      } else {
        try Batch(pairs, of: corpus)
      }
    if let table { batch.align(by: table) }
    return TranslationShard(
      transformer, options.consistency > 0 ? batch.doubled : batch, objective: options.objective)
  }
}
