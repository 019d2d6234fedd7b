/// Learning language from text alone (Devlin et al. 2019): words that are hidden and, of pairs of passages,
/// whether the second follows the first.
///
/// What is hidden is drawn anew in every update, by the number of the update and of the example.
struct PretrainingTask: BatchedTask {
  private let bert: BERT
  private let sampler: PretrainingSampler
  let batcher: TokenBatcher
  private let options: TrainingOptions
  let validation: (any Validation)?

  init(
    _ bert: BERT, _ sampler: PretrainingSampler, validation: PretrainingValidation?,
    options: TrainingOptions
  ) {
    self.bert = bert
    self.sampler = sampler
    self.validation = validation
    self.options = options
    batcher = TokenBatcher(sampler.passages, batchTokens: options.batchTokens, seed: options.seed)
  }

  var layout: ParameterLayout { bert.layout }
  var model: any ModelDescription { bert.configuration }
  var fingerprint: UInt64 { sampler.passages.text.fingerprint }
  var shardTokens: Int { options.shardTokens }

  func shard(_ passages: [Int], number: Int, update: Int) -> any TrainingShard {
    var batch = MaskedBatch()
    for passage in passages {
      var randomness = RandomStream(seed: options.seed, UInt64(update), UInt64(passage), 2)
      sampler.add(passage, to: &batch, using: &randomness)
    }
    return PretrainingShard(bert, batch, nextSentenceWeight: sampler.tokensPerPassage)
  }
}

extension BERTConfiguration: ModelDescription {}
