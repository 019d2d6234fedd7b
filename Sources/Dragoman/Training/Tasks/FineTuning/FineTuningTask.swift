/// Learning labels of texts or of their words (Devlin et al. 2019, section 4).
struct FineTuningTask: TrainingTask {
  private let bert: BERT
  private let examples: FineTuningExamples
  private let room: EncoderModel.Room
  private let batcher: TokenBatcher
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
  var exampleCount: Int { examples.count }

  func batches(epoch: Int) -> Batches { batcher.batches(epoch: epoch) }

  func labelCount(_ numbers: [Int]) -> Int {
    numbers.reduce(0) { $0 + examples.labelCount($1) }
  }

  func parts(of numbers: [Int]) -> [[Int]] {
    batcher.shards(of: numbers, tokens: options.shardTokens)
  }

  func shard(_ numbers: [Int], number: Int, update: Int) -> any TrainingShard {
    FineTuningShard(bert, examples.batch(numbers, in: room), smoothing: options.labelSmoothing)
  }
}
