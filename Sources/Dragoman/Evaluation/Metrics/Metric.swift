/// A measure of translations whose score over a corpus is a function of sums over its sentences.
///
/// Each sentence is looked at once. Scores of the corpus, of single sentences and of any number of
/// resampled corpora are then made of the same statistics.
///
/// ```swift
/// let metric = BLEU()
/// let statistics = try metric.statistics(hypotheses: translations, references: [references])
/// print(metric.report(of: statistics.sum(), references: 1))  // BLEU = 41.02 70.1/47.0/34.1/25.2 …
/// ```
public protocol Metric: Sendable {
  /// The name as sacreBLEU prints it: `BLEU`, `chrF2`, `chrF2++`, `TER`.
  var name: String { get }

  /// Whether more is better, as with BLEU and chrF; less is with TER.
  var isHigherBetter: Bool { get }

  /// The metric with the settings in which sacreBLEU scores single sentences.
  var forSentences: Self { get }

  /// The statistics of each sentence, of which any sum gives a score, for each of some systems.
  ///
  /// - Parameters:
  ///   - systems: At least one, each with one translation a line.
  ///   - references: One or more sets, each with one reference for each translation. An empty line is
  ///     a reference without words, as it is to sacreBLEU when it reads files.
  /// - Throws: ``InputError`` when there are no lines, or not as many references.
  func statistics(systems: [[String]], references: [[String]]) throws -> [SentenceStatistics]

  /// The score of summed statistics alone, which bootstrapping asks for thousands of times.
  func score(of sum: Span<Double>) -> Double

  /// What sacreBLEU prints after the score of summed statistics; empty for most metrics.
  func verboseScore(of sum: Span<Double>) -> String

  /// How a score is computed.
  func signature(references: Int) -> Signature
}

extension Metric {
  /// The metric as it is.
  public var forSentences: Self { self }

  /// Nothing.
  public func verboseScore(of sum: Span<Double>) -> String { "" }

  /// The score of summed statistics alone.
  public func score(of sum: [Double]) -> Double { score(of: sum.span) }

  /// The score of summed statistics with all that belongs to it.
  public func report(of sum: [Double], references: Int) -> MetricScore {
    MetricScore(
      name: name, score: score(of: sum.span), interval: nil,
      verboseScore: verboseScore(of: sum.span), signature: signature(references: references))
  }

  /// The statistics of one system, as ``statistics(systems:references:)`` gives them.
  ///
  /// - Throws: As that does.
  public func statistics(
    hypotheses: [String], references: [[String]]
  ) throws -> SentenceStatistics {
    try statistics(systems: [hypotheses], references: references)[0]
  }

  /// The score of a corpus.
  ///
  /// - Throws: As ``statistics(systems:references:)``.
  public func score(hypotheses: [String], references: [[String]]) throws -> MetricScore {
    let statistics = try statistics(hypotheses: hypotheses, references: references)
    return report(of: statistics.sum(), references: references.count)
  }

  /// The score of a corpus with one reference for each hypothesis.
  ///
  /// - Throws: As ``statistics(systems:references:)``.
  public func score(hypotheses: [String], references: [String]) throws -> MetricScore {
    try score(hypotheses: hypotheses, references: [references])
  }

  /// Refuses lines that have no score.
  func check(systems: [[String]], references: [[String]]) throws {
    guard !systems.isEmpty else { throw InputError("systems", "there are none.") }
    guard !references.isEmpty else { throw InputError("references", "there are none.") }
    for hypotheses in systems {
      guard !hypotheses.isEmpty else { throw InputError("hypotheses", "there are no lines.") }
      for (number, set) in references.enumerated() where set.count != hypotheses.count {
        throw InputError(
          "reference \(number + 1)",
          "\(Figures.count(set.count)) lines for \(Figures.count(hypotheses.count)) hypotheses.")
      }
    }
  }
}
