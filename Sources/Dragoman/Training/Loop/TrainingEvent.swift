/// Something that happens in training, for a progress line or a log.
public enum TrainingEvent: Sendable {
  /// An update of the weights.
  case update(UpdateReport)
  /// A validation.
  case validation(ValidationReport)
  /// The run is resumed with other validation examples than before, by which the best model so far was
  /// measured anew; `nil` where there are none any more, so that the newest weights are kept.
  case otherValidation(ValidationReport?)
  /// The state is on disk.
  case saved(update: Int)
  /// The run diverged and went back to an earlier state.
  case recovery(RecoveryReport)
}

/// An update of the weights.
public struct UpdateReport: Sendable, Codable {
  /// The number of the update, the first of which is 1.
  public var update: Int
  /// The number of the pass over the corpus, the first of which is 1.
  public var epoch: Int
  /// The mean loss of the batch's label tokens, with label smoothing.
  public var loss: Double
  /// The norm of the gradient before clipping.
  public var gradientNorm: Double
  /// The rate of this update.
  public var learningRate: Float
  /// Label tokens of the batch.
  public var tokens: Int
  /// Seconds of training up to here, validations and earlier runs included.
  public var seconds: Double
}

/// A validation of the averaged weights.
public struct ValidationReport: Sendable, Codable {
  /// Updates done.
  public var update: Int
  /// The number of the pass over the corpus, the first of which is 1.
  public var epoch: Int
  /// exp of the mean -log p of the label tokens.
  public var perplexity: Double
  /// What the score is: `BLEU`, or `chrF2` where the target has no spaces between words. Translations are
  /// greedy.
  public var measure = "BLEU"
  /// The higher, the better.
  public var score: Double
  /// The best score so far, this one included.
  public var bestScore: Double
  /// Whether the model is the best so far. Of equal scores, that of lower perplexity is better.
  public var isBest: Bool
  /// Seconds of training up to here, validations and earlier runs included.
  public var seconds: Double
  /// Some sentences, the same at every validation, with what the model makes of them now.
  public var samples: [Sample]

  /// A sentence that is validated on.
  public struct Sample: Sendable, Codable, Equatable {
    /// The sentence.
    public var source: String
    /// Its translation in the corpus.
    public var reference: String
    /// That of the model.
    public var translation: String
  }
}

extension ValidationReport {
  private enum CodingKeys: String, CodingKey {
    case update, epoch, perplexity, measure, score, bestScore, isBest, seconds, samples
  }

  /// What version 0.1 called scores.
  private enum EarlierKeys: String, CodingKey { case bleu, bestBLEU }

  /// Reads a report, those of version 0.1 too.
  public init(from decoder: any Swift.Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let earlier = try decoder.container(keyedBy: EarlierKeys.self)
    update = try fields.decode(Int.self, forKey: .update)
    epoch = try fields.decode(Int.self, forKey: .epoch)
    perplexity = try fields.decode(Double.self, forKey: .perplexity)
    try fields.read(.measure, into: &measure)
    score =
      try fields.decodeIfPresent(Double.self, forKey: .score)
      ?? earlier.decode(Double.self, forKey: .bleu)
    bestScore =
      try fields.decodeIfPresent(Double.self, forKey: .bestScore)
      ?? earlier.decode(Double.self, forKey: .bestBLEU)
    isBest = try fields.decodeIfPresent(Bool.self, forKey: .isBest) ?? (score == bestScore)
    seconds = try fields.decode(Double.self, forKey: .seconds)
    samples = []
    try fields.read(.samples, into: &samples)
  }
}

/// A loss or a gradient that is not a finite number, and what was done about it.
public struct RecoveryReport: Sendable, Codable {
  /// The update that could not be done.
  public var update: Int
  /// Its batch in the epoch, the first of which is 1.
  public var batch: Int
  /// The number of the pass over the corpus, the first of which is 1.
  public var epoch: Int
  /// The learning rate that it would have had.
  public var learningRate: Float
  /// Updates done at the state that the run went back to.
  public var restoredUpdate: Int
  /// What learning rates are multiplied with from there on.
  public var rateFactor: Float
}

/// Why training came to its end.
public enum TrainingEnd: Sendable, Equatable, Codable {
  /// The number of updates that was asked for is reached.
  case updates
  /// The time that was given is over.
  case time
  /// There was no progress in so many validations.
  case noProgress(validations: Int)
  /// The score is as high as it can be.
  case perfection
  /// The caller asked for it.
  case interruption
}
