/// How translations are searched for.
public struct DecodingOptions: Sendable, Equatable {
  /// Hypotheses kept at each step, in 1 ... 100. 1 is greedy search. Default 5.
  public var beamSize = 5
  /// α in score = log P / length^α, where the length counts the end mark (Wu et al. 2016 with their
  /// constants left out; the formula of Marian's `--normalize` and CTranslate2's `length_penalty`).
  /// 0 prefers short translations, 1 compares the mean per token. Default 1.
  public var lengthPenalty: Float = 1
  /// The shortest translation in tokens for each token of the source, end marks counted. Default 0.
  public var minimumLengthRatio: Float = 0
  /// The longest translation in tokens for each token of the source; 10 more are always allowed.
  /// Default 3.
  public var maximumLengthRatio: Float = 3
  /// The shortest translation in tokens, whatever the source; end marks counted. Default 0.
  public var minimumLength = 0
  /// The longest translation in tokens, whatever the source; end marks counted. Default: what the
  /// model can hold.
  public var maximumLength = Int.max
  /// Whether the probabilities of translations are wanted. Beam search computes them anyway; greedy
  /// search is faster without, and gives 0 then. Default false.
  public var computesScores = false
  /// Sentences translated at a time by each thread, in 1 ... 1024. Changes speed and memory, never
  /// the result. Default 32.
  public var batchSize = 32
  /// Threads that translate at the same time, in 1 ... 256. Default 1.
  public var threads = 1

  /// The defaults.
  public init() {}

  /// The lengths that the translation of a source of so many tokens may have, end marks counted.
  func lengths(source: Int, model: ModelConfiguration) -> ClosedRange<Int> {
    let longest = min(
      Int(Float(source) * maximumLengthRatio) + 10, maximumLength, model.maximumPositions)
    let shortest = max(Int(Float(source) * minimumLengthRatio), minimumLength)
    return min(shortest, longest)...longest
  }
}
