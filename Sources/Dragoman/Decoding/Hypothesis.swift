/// A translation that search has found, as tokens.
public struct Hypothesis: Sendable, Equatable {
  /// The tokens, without the end mark.
  public var tokens: [Int32]
  /// The sum of the tokens' log-probabilities, that of the end mark included.
  public var logProbability: Float
  /// By what hypotheses are compared: the log-probability with the length penalty applied.
  public var score: Float
}
