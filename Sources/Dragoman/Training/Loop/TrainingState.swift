import Glibc

/// All that a run knows beside the numbers of the model, so that it can be resumed exactly.
struct TrainingState: Codable, Equatable {
  /// Updates done.
  var update = 0
  /// The pass over the corpus, the first of which is 0.
  var epoch = 0
  /// Batches of the epoch that are done.
  var batch = 0
  /// Seconds spent.
  var seconds = 0.0
  /// The best validation, whose weights the model folder holds, and how many have passed since; `nil`
  /// before the first.
  var best: Best?
  var validationsWithoutProgress = 0
  /// The last validations, oldest first: scores, and log-perplexities with the sign turned, so that more is better.
  private(set) var recentScores: [Double] = []
  private(set) var recentLikelihoods: [Double] = []
  /// How often the run went back to an earlier state because it had diverged.
  var recoveries = 0
  /// Snapshots in the average of weights.
  var snapshots = 0

  /// What the learning rate is multiplied with: every recovery halves it.
  var rateFactor: Float { 1 / Float(1 << recoveries) }
}

extension TrainingState {
  /// Of so many validations a state knows the figures.
  private static let recent = 100

  /// Takes note of a validation.
  mutating func follow(_ measurement: Measurement) {
    recentScores = (recentScores + [measurement.score]).suffix(Self.recent)
    recentLikelihoods = (recentLikelihoods + [-log(measurement.perplexity)]).suffix(Self.recent)
  }

  /// Forgets validations with which later ones cannot be compared.
  mutating func forgetValidations() {
    (best, validationsWithoutProgress) = (nil, 0)
    (recentScores, recentLikelihoods) = ([], [])
  }

  /// Whether so many validations went by of which none was the best, or in which neither the score nor the perplexity
  /// became better by more than chance: a lucky validation may be the best without progress.
  func isStuck(for validations: Int) -> Bool {
    if validationsWithoutProgress >= validations { return true }
    guard validations >= Trend.fewest, recentScores.count >= validations else { return false }
    return [recentScores, recentLikelihoods].allSatisfy {
      Trend($0.suffix(validations)).leastSlope <= 0
    }
  }

  /// The best validation of a run.
  struct Best: Codable, Equatable {
    var score: Double
    var perplexity: Double
    /// Of the ``Validation`` that measured it.
    var validation: UInt64

    init(score: Double, perplexity: Double, validation: UInt64) {
      self.score = score
      self.perplexity = perplexity
      self.validation = validation
    }

    init(_ measurement: Measurement, by validation: any Validation) {
      self.init(
        score: measurement.score, perplexity: measurement.perplexity,
        validation: validation.fingerprint)
    }

    /// Whether a model is better. Of equal scores the lower perplexity is: a score may be 0 for long.
    func isBeaten(by measurement: Measurement) -> Bool {
      measurement.score > score
        || measurement.score == score && measurement.perplexity < perplexity
    }
  }

  private enum CodingKeys: String, CodingKey {
    case update, epoch, batch, seconds, best, validationsWithoutProgress, recoveries, snapshots
    case recentScores, recentLikelihoods
  }

  /// What version 0.1 called the best score. It did not say what that was measured on.
  private enum EarlierKeys: String, CodingKey { case bestBLEU }

  /// Reads a state; what one of an earlier version lacks has its default.
  init(from decoder: any Swift.Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let earlier = try decoder.container(keyedBy: EarlierKeys.self)
    best = try earlier.decodeIfPresent(Double.self, forKey: .bestBLEU).map {
      Best(score: $0, perplexity: .greatestFiniteMagnitude, validation: 0)
    }
    try fields.read(.update, into: &update)
    try fields.read(.epoch, into: &epoch)
    try fields.read(.batch, into: &batch)
    try fields.read(.seconds, into: &seconds)
    try fields.read(.best, into: &best)
    try fields.read(.validationsWithoutProgress, into: &validationsWithoutProgress)
    try fields.read(.recentScores, into: &recentScores)
    try fields.read(.recentLikelihoods, into: &recentLikelihoods)
    try fields.read(.recoveries, into: &recoveries)
    try fields.read(.snapshots, into: &snapshots)
  }
}

/// What must be the same when a run is resumed.
struct TrainingIdentity<Model: ModelDescription>: Codable {
  var options: TrainingOptions
  var model: Model
  /// Of the examples.
  var corpus: UInt64
  /// How many examples there are, such as sentence pairs.
  var pairs: Int

  /// Names all in which two runs differ, from the view of the second.
  func differences(from now: TrainingIdentity) throws -> [String] {
    var differences: [String] = []
    for (before, after) in [
      (try JSONSummary.fields(of: model), try JSONSummary.fields(of: now.model)),
      (try JSONSummary.fields(of: options), try JSONSummary.fields(of: now.options)),
    ] {
      for key in Set(before.keys).union(after.keys).sorted() where before[key] != after[key] {
        differences.append("\(key) \(before[key] ?? "unset"), not \(after[key] ?? "unset")")
      }
    }
    if pairs != now.pairs {
      differences.append("\(Figures.count(pairs)) examples, not \(Figures.count(now.pairs))")
    } else if corpus != now.corpus {
      differences.append("another corpus or vocabulary")
    }
    return differences
  }
}
