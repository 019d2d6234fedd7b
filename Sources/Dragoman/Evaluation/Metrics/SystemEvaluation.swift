/// The scores of one or more systems that translated the same sentences, and how sure they are.
///
/// ```swift
/// var evaluation = try SystemEvaluation(
///   of: [baseline, system], references: [references], metrics: [BLEU()])
/// evaluation.resample(.bootstrap, Resampling())
/// print(evaluation.results[0][1].pValue)  // of the system against the baseline
/// ```
public struct SystemEvaluation: Sendable {
  /// One system under one metric.
  public struct Result: Sendable {
    /// What was measured.
    public let metric: any Metric
    /// What every sentence adds to the score.
    public let statistics: SentenceStatistics
    /// The score over all sentences, with its interval if one was estimated.
    public internal(set) var score: MetricScore
    /// How often chance alone makes a difference as large as that to the first system; `nil` for
    /// the first system, and as long as no test was made.
    public internal(set) var pValue: Double?
  }

  /// The metrics, in the order in which they were given.
  public let metrics: [any Metric]
  /// [metrics][systems]
  public internal(set) var results: [[Result]]
  /// How the systems were compared; `nil` before ``resample(_:_:)``, and for one system.
  public private(set) var comparison: (test: PairedTest, resampling: Resampling)?

  /// Scores `systems`, the first of which is the baseline of comparisons.
  ///
  /// - Parameters:
  ///   - systems: At least one, each with a translation of every sentence.
  ///   - references: One or more sets, each with one reference for every sentence.
  ///   - metrics: At least one.
  ///   - threads: They change the speed, never the result.
  /// - Throws: ``InputError`` as ``Metric/statistics(systems:references:)`` does.
  public init(
    of systems: [[String]], references: [[String]], metrics: [any Metric], threads: Int = 1
  ) throws {
    self.metrics = metrics
    for metric in metrics { try metric.check(systems: systems, references: references) }
    let lines = systems[0].count
    let blocks = (0..<threads).map { lines * $0 / threads..<lines * ($0 + 1) / threads }
      .filter { !$0.isEmpty }
    let jobs = metrics.flatMap { metric in blocks.map { (metric: metric, lines: $0) } }
    // [metrics × blocks][systems]
    let statistics = try mapConcurrently(jobs, threads: threads) { job in
      Swift.Result {
        try job.metric.statistics(
          systems: systems.map { Array($0[job.lines]) },
          references: references.map { Array($0[job.lines]) })
      }
    }.map { try $0.get() }
    results = metrics.indices.map { metric in
      systems.indices.map { system in
        var all = SentenceStatistics(
          width: statistics[metric * blocks.count][system].width, capacity: lines)
        for block in blocks.indices {
          all.append(statistics[metric * blocks.count + block][system])
        }
        return Result(
          metric: metrics[metric], statistics: all,
          score: metrics[metric].report(of: all.sum(), references: references.count))
      }
    }
  }

  /// Estimates by resampling how sure the scores are.
  ///
  /// The bootstrap gives each score an interval. Both tests compare every system after the first
  /// with the first one.
  public mutating func resample(_ test: PairedTest, _ resampling: Resampling) {
    let choice = Signature.Choice(name: test.rawValue, value: "\(resampling.samples)")
    let seed = Signature.Choice(name: "seed", value: "\(resampling.seed)")
    if results[0].count > 1 { comparison = (test, resampling) }
    switch test {
    case .bootstrap: bootstrap(resampling)
    case .approximateRandomization: randomize(resampling)
    }
    for metric in results.indices {
      for system in results[metric].indices {
        results[metric][system].score.signature.insert([choice, seed])
      }
    }
  }
}
