/// What a run optimises: examples, the loss of some of them, and how good a model has become.
///
/// ``Trainer`` knows nothing else of it, so translation, masked text or classes share one loop, one
/// optimiser, and the saving of states. An example is whatever the task numbers, such as a sentence pair.
package protocol TrainingTask: Sendable {
  /// The parameters that are learned.
  var layout: ParameterLayout { get }

  /// The model as its folder describes it. A run is resumed with an equal one only.
  var model: any ModelDescription { get }

  /// Tells the data apart from other data.
  var fingerprint: UInt64 { get }

  /// How many examples there are.
  var exampleCount: Int { get }

  /// The examples of each batch of an epoch, the first of which is 0: a function of the number alone.
  func batches(epoch: Int) -> Batches

  /// The tokens by which the speed is told: the predictions that the loss of some examples is a mean of or,
  /// where few tokens are predicted, those that are read.
  func labelCount(_ examples: [Int]) -> Int

  /// The examples of each shard of a batch, which depend on the batch alone.
  func parts(of examples: [Int]) -> [[Int]]

  /// One of the shards of a batch.
  ///
  /// - Parameters:
  ///   - examples: One of the ``parts(of:)`` the batch.
  ///   - number: Which one.
  ///   - update: The number of the update, for what is drawn anew in each.
  /// - Throws: ``InputError`` when the examples cannot be read.
  func shard(_ examples: [Int], number: Int, update: Int) throws -> any TrainingShard

  /// Measures models on examples that they are not trained on; `nil` where there are none.
  var validation: (any Validation)? { get }
}

/// A task whose batches are cut by the number of their tokens.
protocol BatchedTask: TrainingTask {
  /// Cuts the examples into batches.
  var batcher: TokenBatcher { get }

  /// Label tokens a shard has, about.
  var shardTokens: Int { get }
}

extension BatchedTask {
  var exampleCount: Int { batcher.count }

  func batches(epoch: Int) -> Batches { batcher.batches(epoch: epoch) }

  func labelCount(_ examples: [Int]) -> Int { batcher.labelCount(examples) }

  func parts(of examples: [Int]) -> [[Int]] { batcher.shards(of: examples, tokens: shardTokens) }
}

/// The part of a batch that one thread takes forwards and backwards.
package protocol TrainingShard: Sendable {
  /// The predictions that the loss is a sum over.
  var labelCount: Int { get }

  /// The loss, recorded if the tape records. Shards of a batch wait least for each other if all record the
  /// same operations in the same order.
  ///
  /// - Parameter scale: Factor on the gradient, usually 1 / predictions of the whole batch.
  func loss(scale: Float, on tape: Tape) -> Loss
}

/// The configuration of a model, as it stands in the model's folder.
package protocol ModelDescription: Codable, Sendable {}

extension ModelConfiguration: ModelDescription {}

/// Examples to measure a model in training by.
package protocol Validation: Sendable {
  /// Tells the examples and the measure apart from others. Scores of others are not comparable.
  var fingerprint: UInt64 { get }

  /// Measures a model.
  ///
  /// - Parameter workers: Compute losses.
  func measure(_ parameters: ParameterBuffer, on workers: GradientWorkers) throws -> Measurement
}

/// What a validation finds.
package struct Measurement: Sendable, Codable {
  /// What ``score`` is: `BLEU`, `chrF2`.
  package var measure: String
  /// The higher, the better the model; 100 when nothing is left to improve.
  package var score: Double
  /// exp of the mean -log p of the right predictions: the lower, the better. It decides between equal scores.
  package var perplexity: Double
  /// Some examples.
  package var samples: [ValidationReport.Sample]

  package init(
    measure: String, score: Double, perplexity: Double, samples: [ValidationReport.Sample]
  ) {
    self.measure = measure
    self.score = score
    self.perplexity = perplexity
    self.samples = samples
  }
}
