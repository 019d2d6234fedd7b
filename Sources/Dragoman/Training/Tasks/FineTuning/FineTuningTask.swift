/// Learning labels of texts or of their words (Devlin et al. 2019, section 4).
struct FineTuningTask: BatchedTask {
  private let bert: BERT
  private let examples: FineTuningExamples
  private let room: EncoderModel.Room
  let batcher: TokenBatcher
  private let options: TrainingOptions
  let validation: (any Validation)?

  init(
    _ bert: BERT, _ examples: FineTuningExamples, room: EncoderModel.Room,
    validation: FineTuningValidation?, options: TrainingOptions
  ) {
    self.bert = bert
    self.examples = examples
    self.room = room
    self.validation = validation
    self.options = options
    batcher = TokenBatcher(examples, batchTokens: options.batchTokens, seed: options.seed)
  }

  var layout: ParameterLayout { bert.layout }
  var model: any ModelDescription { bert.configuration }
  var fingerprint: UInt64 { examples.fingerprint }
  var shardTokens: Int { options.shardTokens }

  func shard(_ numbers: [Int], number: Int, update: Int) -> any TrainingShard {
    FineTuningShard(bert, examples.batch(numbers, in: room), smoothing: options.labelSmoothing)
  }
}
