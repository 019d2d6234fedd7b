/// What suits a corpus of a given size, where the user has not chosen.
///
/// Small corpora want small models and vocabularies and much dropout (Sennrich & Zhang 2019; Araabi &
/// Monz 2020).
public struct TrainingDefaults: Sendable {
  /// The size of the model.
  public let preset: Preset
  /// Tokens of a vocabulary that is learned.
  public let vocabularySize: Int
  /// How the model is trained.
  public let options: TrainingOptions

  /// - Parameters:
  ///   - pairs: Sentence pairs of the corpus.
  ///   - preset: The size of the model, if it is chosen already.
  public init(pairs: Int, preset: Preset? = nil) {
    let preset = preset ?? (pairs < 100_000 ? .tiny : pairs < 1_000_000 ? .small : .base)
    self.preset = preset
    vocabularySize =
      switch pairs {
      case ..<2_000: 1_000
      case ..<20_000: 4_000
      case ..<200_000: 8_000
      case ..<1_000_000: 16_000
      default: 32_000
      }
    var options = TrainingOptions()
    options.dropout = pairs < 1_000_000 ? 0.1 : 0.05
    (options.learningRate, options.warmup, options.batchTokens) =
      switch preset {
      case .tiny: (0.004, 800, 2_048)
      case .small: (0.002, 1_000, 4_096)
      case .base: (0.0007, 4_000, 4_096)
      }
    self.options = options
  }
}
