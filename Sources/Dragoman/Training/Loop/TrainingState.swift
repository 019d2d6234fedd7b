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
  /// The highest BLEU, and how many validations have passed since; `nil` before the first.
  var bestBLEU: Double?
  var validationsWithoutProgress = 0
  /// How often the run went back to an earlier state because it had diverged.
  var recoveries = 0
  /// Snapshots in the average of weights.
  var snapshots = 0

  /// What the learning rate is multiplied with: every recovery halves it.
  var rateFactor: Float { 1 / Float(1 << recoveries) }
}

/// What must be the same when a run is resumed.
struct TrainingIdentity: Codable, Equatable {
  var options: TrainingOptions
  var model: ModelConfiguration
  /// Of the tokenized corpora.
  var corpus: UInt64
  /// Sentence pairs in them.
  var pairs: Int

  /// Names all in which two runs differ, from the view of the second.
  func differences(from now: TrainingIdentity) throws -> [String] {
    var differences: [String] = []
    for (before, after) in [
      (try JSONScalar.fields(of: model), try JSONScalar.fields(of: now.model)),
      (try JSONScalar.fields(of: options), try JSONScalar.fields(of: now.options)),
    ] {
      for key in Set(before.keys).union(after.keys).sorted() where before[key] != after[key] {
        differences.append("\(key) \(before[key] ?? "unset"), not \(after[key] ?? "unset")")
      }
    }
    if pairs != now.pairs {
      differences.append("\(Figures.count(pairs)) sentence pairs, not \(Figures.count(now.pairs))")
    } else if corpus != now.corpus {
      differences.append("another corpus or vocabulary")
    }
    return differences
  }
}
