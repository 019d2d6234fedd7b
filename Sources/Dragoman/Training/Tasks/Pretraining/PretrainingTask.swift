/// Learning language from text alone (Devlin et al. 2019): words that are hidden and, of pairs of passages,
/// whether the second follows the first.
///
/// What is hidden is drawn anew in every update, by the number of the update and of the example.
struct PretrainingTask: TrainingTask {
  private let bert: BERT
  private let sampler: PretrainingSampler
  private let batcher: TokenBatcher
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
  var exampleCount: Int { sampler.passages.count }

  func batches(epoch: Int) -> Batches { batcher.batches(epoch: epoch) }

  func labelCount(_ passages: [Int]) -> Int {
    passages.reduce(0) { $0 + sampler.passages.labelCount($1) }
  }

  func parts(of passages: [Int]) -> [[Int]] {
    batcher.shards(of: passages, tokens: options.shardTokens)
  }

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
