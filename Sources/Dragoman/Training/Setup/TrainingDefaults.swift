/// What suits a corpus of a given size, where the user has not chosen, and why.
public struct TrainingDefaults: Sendable {
  /// The size and form of the model.
  public let shape: ModelShape
  /// Tokens of a vocabulary that is learned.
  public let vocabularySize: Int
  /// How the model is trained.
  public let options: TrainingOptions
  /// Why.
  public let reasons: [Setting: String]

  /// - Parameters:
  ///   - pairs: Sentence pairs of the corpora.
  ///   - preset: The size of the model, if it is chosen already.
  public init(pairs: Int, preset: Preset? = nil) {
    let preset = preset ?? (pairs < 40_000 ? .tiny : pairs < 1_000_000 ? .small : .base)
    let data = "\(Figures.count(pairs)) sentence pairs"
    var reasons: [Setting: String] = [:]
    var options = TrainingOptions()

    shape = ModelShape(preset)
    reasons[.preset] =
      switch preset {
      case .tiny: "wider models overfit \(data) (Araabi & Monz 2020; Wu et al. 2021)"
      case .small: "\(data) are too few for base, and enough for more than tiny"
      case .base: "\(data) are enough for the size of Vaswani et al. 2017"
      }

    vocabularySize =
      switch pairs {
      case ..<2_000: 1_000
      case ..<20_000: 4_000
      case ..<200_000: 8_000
      case ..<1_000_000: 16_000
      default: 32_000
      }
    reasons[.vocabularySize] = "so that most tokens occur often (Sennrich & Zhang 2019)"

    (options.dropout, options.consistency) =
      switch pairs {
      case ..<40_000: (0.2, 2)
      case ..<100_000: (0.3, 0)
      case ..<1_000_000: (0.1, 0)
      default: (0.05, 0)
      }
    reasons[.dropout] = "the less text, the more (Sennrich & Zhang 2019; Araabi & Monz 2020)"
    if options.consistency > 0 {
      reasons[.rDrop] = "little text is worth two looks at each pair (Liang et al. 2021)"
    }

    (options.learningRate, options.warmup, options.batchTokens) =
      switch preset {
      case .tiny: (0.004, 800, 2_048)
      case .small: (0.002, 1_000, 4_096)
      case .base: (0.0007, 4_000, 4_096)
      }
    reasons[.learningRate] = "the highest that trains \(preset.rawValue) without trouble"
    reasons[.warmup] = "Vaswani et al. 2017, scaled to the size of the model"
    reasons[.batchTokens] =
      preset == .tiny
      ? "small batches learn more from an epoch (Sennrich & Zhang 2019)"
      : "enough for a steady gradient"
    reasons[.labelSmoothing] = "Vaswani et al. 2017"
    reasons[.averageDecay] = "averaged weights translate better (Polyak & Juditsky 1992)"
    self.options = options
    self.reasons = reasons
  }
}
