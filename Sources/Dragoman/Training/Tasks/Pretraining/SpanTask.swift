/// Learning to write a part of a sentence from the rest of it (MASS, Song et al. 2019): encoder and decoder learn
/// together, from text of one language alone.
///
/// Half of a sentence's tokens, side by side, are hidden from the encoder; the decoder writes them. What is hidden
/// is drawn anew in every update. Positions of the decoder count from the beginning of the part, where the paper
/// has those of the sentence.
struct SpanTask: BatchedTask {
  private let transformer: Transformer
  private let sampler: SpanSampler
  let batcher: TokenBatcher
  private let options: TrainingOptions
  let validation: (any Validation)?

  init(
    _ transformer: Transformer, _ sampler: SpanSampler, validation: SpanValidation?,
    options: TrainingOptions
  ) {
    self.transformer = transformer
    self.sampler = sampler
    self.validation = validation
    self.options = options
    batcher = TokenBatcher(sampler.sentences, batchTokens: options.batchTokens, seed: options.seed)
  }

  var layout: ParameterLayout { transformer.layout }
  var model: any ModelDescription { transformer.configuration }
  var fingerprint: UInt64 { sampler.sentences.text.fingerprint }
  var shardTokens: Int { options.shardTokens }

  func shard(_ sentences: [Int], number: Int, update: Int) -> any TrainingShard {
    let batch = sampler.batch(sentences) {
      RandomStream(seed: options.seed, UInt64(update), UInt64($0), 2)
    }
    return TranslationShard(transformer, batch, objective: options.objective)
  }
}
