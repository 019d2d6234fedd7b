import Glibc

/// By what hypotheses of different lengths are compared:
///
///     score = log P / length^α                        (Marian's --normalize, CTranslate2)
///     score = log P / ((5 + length) / 6)^α            (Wu et al. 2016, equation 14)
///     score - word penalty · length + β Σ log min(Σ attention, 1)
///
/// The length counts the end mark. The last sum, of Wu et al., is over the source's tokens: how much all
/// tokens of the hypothesis together looked at each.
public struct Penalties: Sendable, Equatable {
  /// How the length is taken into account.
  public enum LengthFormula: String, CaseIterable, Sendable {
    /// length^α
    case power
    /// ((5 + length) / 6)^α
    case gnmt
  }

  /// Default power.
  public var formula = LengthFormula.power
  /// α, in 0 ... 10: 0 prefers short translations, 1 with `power` compares the mean per token.
  /// Default 1.
  public var length: Float = 1
  /// Subtracted for each token, in -100 ... 100. Default 0.
  public var word: Float = 0
  /// β, in 0 ... 10. Default 0.
  public var coverage: Float = 0

  /// The defaults.
  public init() {}

  /// What is wrong with the values; `nil` when nothing is.
  public func fault() -> SettingFault? {
    SettingFault.first(
      SettingFault("length-penalty", length, in: 0...10),
      SettingFault("word-penalty", word, in: -100...100),
      SettingFault("coverage-penalty", coverage, in: 0...10))
  }

  /// The score of a hypothesis.
  ///
  /// - Parameters:
  ///   - length: In tokens, 1 or more.
  ///   - coverage: How much its tokens together looked at each source token; not read when β is 0.
  func score(_ logProbability: Float, length: Int, coverage: [Float]) -> Float {
    let base: Float =
      switch formula {
      case .power: Float(length)
      case .gnmt: (5 + Float(length)) / 6
      }
    var score = logProbability / pow(base, self.length) - word * Float(length)
    if self.coverage > 0 {
      score += self.coverage * coverage.reduce(0) { $0 + log(max(min($1, 1), 1e-6)) }
    }
    return score
  }
}
