/// Where a score would lie if the corpus were another one of the same kind.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The mean of the resampled scores, which is near the score itself.
  public let mean: Double
  /// Half of the distance between the ends of the middle 95 % of the resampled scores.
  public let halfWidth: Double

  /// The interval of the scores of bootstrap samples, of which there is at least one.
  init(_ scores: [Double]) {
    let sorted = scores.sorted()
    let cut = sorted.count / 40
    mean = sorted.reduce(0, +) / Double(sorted.count)
    halfWidth = 0.5 * (sorted[sorted.count - cut - 1] - sorted[cut])
  }

  /// `41.00 ± 1.23`
  public func text(decimals: Int) -> String {
    "\(Figures.decimal(mean, places: decimals)) ± \(Figures.decimal(halfWidth, places: decimals))"
  }
}

/// A test of whether two systems differ by more than chance, on the sentences that both translated.
///
/// The p-value is how often a difference as large as the one observed comes about when in truth
/// neither system is better. It is sacreBLEU's with the same seed, but for a system whose statistics
/// are those of the first: its p-value is 1, where sacreBLEU's is the smallest possible.
public enum PairedTest: String, Sendable, CaseIterable {
  /// Paired bootstrap resampling (Koehn 2004): the difference in corpora drawn from the corpus.
  case bootstrap = "bs"
  /// Approximate randomisation (Riezler and Maxwell 2005): the difference after the two translations
  /// of each sentence were swapped, or not, by chance.
  case approximateRandomization = "ar"

  /// The p-value below which a difference is usually called significant.
  public static let level = 0.05

  /// `paired bootstrap`, `paired approximate randomisation`.
  public var name: String {
    self == .bootstrap ? "paired bootstrap" : "paired approximate randomisation"
  }

  /// As many samples as sacreBLEU takes.
  public var defaultSamples: Int { self == .bootstrap ? 1000 : 10000 }
}

extension SystemEvaluation {
  mutating func bootstrap(_ resampling: Resampling) {
    let metrics = metrics
    let systems = results[0].count
    // [samples][metrics × systems]
    let samples = resampling.map(.withReplacement, over: results.joined().map(\.statistics)) {
      sums in sums.indices.map { metrics[$0 / systems].score(of: sums[$0]) }
    }
    for metric in metrics.indices {
      let scores = (0..<systems).map { system in samples.map { $0[metric * systems + system] } }
      for system in 0..<systems {
        results[metric][system].score.interval = ConfidenceInterval(scores[system])
        guard system > 0 else { continue }
        // Centred, since the test asks about corpora in which the systems do not differ.
        let differences = zip(scores[system], scores[0]).map { abs($0 - $1) }
        let mean = differences.reduce(0, +) / Double(differences.count)
        test(metric, system, differences.map { $0 - mean })
      }
    }
  }

  mutating func randomize(_ resampling: Resampling) {
    let metrics = metrics
    let totals = results.map { $0.map { $0.statistics.sum() } }
    let systems = results[0].count
    // [samples][metrics × systems]
    let samples = resampling.map(.half, over: results.joined().map(\.statistics)) { sums in
      sums.indices.map { index in
        let (metric, system) = index.quotientAndRemainder(dividingBy: systems)
        // The sums over the chosen sentences, which the two systems swap.
        let (first, other) = (sums[metric * systems], sums[index])
        let swapped = zip(first, zip(totals[metric][system], other)).map { $0 + ($1.0 - $1.1) }
        let rest = zip(other, zip(totals[metric][0], first)).map { $0 + ($1.0 - $1.1) }
        return abs(metrics[metric].score(of: swapped) - metrics[metric].score(of: rest))
      }
    }
    for metric in metrics.indices {
      for system in 1..<max(1, systems) {
        test(metric, system, samples.map { $0[metric * systems + system] })
      }
    }
  }

  /// Gives a system its p-value: the share of the differences that chance made which exceed the one
  /// observed, counting that too.
  private mutating func test(_ metric: Int, _ system: Int, _ differences: [Double]) {
    let (first, other) = (results[metric][0], results[metric][system])
    let observed = abs(first.score.score - other.score.score)
    let exceeding = differences.count { $0 > observed }
    results[metric][system].pValue =
      first.statistics == other.statistics
      ? 1 : Double(exceeding + 1) / Double(differences.count + 1)
  }
}
