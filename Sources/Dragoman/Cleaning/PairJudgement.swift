/// What is said of a pair of a corpus.
public struct PairJudgement: Sendable {
  /// What becomes of it.
  public enum Fate: String, Sendable {
    /// It stays as it is.
    case kept
    /// It is better without what was wrong with it.
    case repaired
    /// The corpus is better without it.
    case dropped
  }

  /// The line of the files, from 1.
  public let line: Int
  /// The pair as it stands in the files.
  public let source: String, target: String
  /// All that is wrong with it; the first is the reason why it is not kept.
  public let faults: [PairFault]
  /// How likely the sides are a translation, from 0 to 1; `nil` where nobody asked or too little is known.
  public let soundness: Float?
  /// By how many lines its target is off, where it is ``PairFault/shifted``.
  public let shift: Int
  /// What becomes of it.
  public let fate: Fate
  /// The pair as it ought to be.
  public let repaired: (source: String, target: String)
}
