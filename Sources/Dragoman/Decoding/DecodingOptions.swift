/// How translations are searched for.
public struct DecodingOptions: Sendable, Equatable {
  /// Hypotheses kept at each step, in 1 ... 100. 1 is greedy search. Default 5.
  public var beamSize = 5
  /// α in score = log P / length^α, where the length counts the end mark (Wu et al. 2016 with their
  /// constants left out; the formula of Marian's `--normalize` and CTranslate2's `length_penalty`).
  /// 0 prefers short translations, 1 compares the mean per token. Default 1.
  public var lengthPenalty: Float = 1
  /// The longest translation in tokens for each token of the source; 10 more are always allowed.
  /// Default 3.
  public var maximumLengthRatio: Float = 3
  /// Sentences translated at a time by each thread, in 1 ... 1024. Changes speed and memory, never
  /// the result. Default 32.
  public var batchSize = 32
  /// Threads that translate at the same time, in 1 ... 256. Default 1.
  public var threads = 1

  /// The defaults.
  public init() {}

  /// The longest translation of a source, in tokens with the end mark.
  func maximumLength(source: Int, model: ModelConfiguration) -> Int {
    min(Int(Float(source) * maximumLengthRatio) + 10, model.maximumPositions)
  }
}
