/// A translation that search has found, as tokens.
public struct Hypothesis: Sendable, Equatable {
  /// The tokens, without the end mark.
  public var tokens: [Int32]
  /// The sum of the tokens' log-probabilities, that of the end mark included.
  public var logProbability: Float
  /// By what hypotheses are compared: the log-probability with the penalties applied.
  public var score: Float
  /// The log-probability of each token, then of the end mark if it has one.
  public var tokenScores: [Float]
  /// How much each token, then the end mark, looked at each source token, if that was asked for: the
  /// mean over the heads of a decoder layer, each row a distribution over the source with its end mark.
  public var attention: [[Float]]
}
