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
  ///   - optimizer: What changes the weights, if it is chosen already.
  ///   - plan: When the run ends, if that is known.
  ///   - isFineTuning: Whether it begins with the weights of a model.
  public init(
    pairs: Int, preset: Preset? = nil, optimizer: OptimizerName? = nil,
    plan: TrainingPlan = TrainingPlan(), isFineTuning: Bool = false
  ) {
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

    (options.optimizer, reasons[.optimizer]) =
      if let optimizer {
        (optimizer, "your choice")
      } else if isFineTuning {
        (.adam, "Muon is no better for weights that Adam found (Liu et al. 2025)")
      } else if preset == .base {
        (.adam, "Muon would take a quarter of each update of base (measured)")
      } else {
        (.muon, "further in the same time (measured; Jordan et al. 2024)")
      }

    options.batchTokens = preset == .tiny ? 2_048 : 4_096
    reasons[.batchTokens] =
      preset == .tiny
      ? "small batches learn more from an epoch (Sennrich & Zhang 2019)"
      : "enough for a steady gradient"
    let length = RunLength(plan, pairs: pairs, preset: preset, batchTokens: options.batchTokens)

    if let epochs = length.epochs, epochs < Self.epochsOfLongRun, pairs < 1_000_000 {
      (options.dropout, options.consistency) = (0.1, 0)
      reasons[.dropout] =
        "the run sees each pair some \(Figures.decimal(max(1, epochs), places: 0)) times, too few for more (measured)"
    } else {
      (options.dropout, options.consistency) =
        switch pairs {
        case ..<40_000: (0.2, 2)
        case ..<100_000: (0.3, 0)
        case ..<1_000_000: (0.1, 0)
        default: (0.05, 0)
        }
      reasons[.dropout] = "the less text, the more (Sennrich & Zhang 2019; Araabi & Monz 2020)"
    }
    if options.consistency > 0 {
      reasons[.rDrop] = "little text is worth two looks at each pair (Liang et al. 2021)"
    }

    let warmup: Int
    (options.learningRate, warmup) =
      switch (preset, options.optimizer) {
      case (.tiny, .muon): (0.008, 800)
      case (.tiny, .adam): (0.004, 800)
      case (.small, .muon): (0.006, 1_000)
      case (.small, .adam): (0.002, 1_000)
      case (.base, _): (0.0007, 4_000)
      }
    reasons[.learningRate] = "the highest that trains \(preset.rawValue) without trouble"
    if let updates = length.updates, updates < 10 * Double(warmup) {
      options.warmup = min(warmup, max(100, Int(updates / 1000) * 100))
      reasons[.warmup] = "a tenth of the run"
    } else {
      options.warmup = warmup
      reasons[.warmup] = "Vaswani et al. 2017, scaled to the size of the model"
    }

    options.precision = .fastest
    reasons[.precision] =
      options.precision == .bfloat16
      ? "faster on this processor, and models are as good (measured)"
      : "this processor has nothing faster"
    reasons[.labelSmoothing] = "Vaswani et al. 2017"
    reasons[.averageDecay] = "averaged weights translate better (Polyak & Juditsky 1992)"
    self.options = options
    self.reasons = reasons
  }

  /// What makes learning harder pays in longer runs only.
  private static let epochsOfLongRun = 25.0
}
