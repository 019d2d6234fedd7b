/// Something that happens in training, for a progress line or a log.
public enum TrainingEvent: Sendable {
  /// An update of the weights.
  case update(UpdateReport)
  /// A validation.
  case validation(ValidationReport)
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
  /// Of greedy translations, as ``BLEU`` computes it by default.
  public var bleu: Double
  /// The highest BLEU so far, this one included.
  public var bestBLEU: Double
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
public enum TrainingEnd: Sendable, Equatable {
  /// The number of updates that was asked for is reached.
  case updates
  /// The time that was given is over.
  case time
  /// BLEU has not risen for so many validations.
  case noProgress(validations: Int)
  /// The caller asked for it.
  case interruption
}
