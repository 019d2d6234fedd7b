import Testing

import Dragoman

/// What suits a corpus of each size, on both sides of every bound.
@Suite struct TrainingDefaultsTests {
  struct Choice {
    var pairs: Int
    var preset: Preset
    var vocabularySize: Int
    var dropout: Float
    var consistency: Float
  }

  @Test(arguments: [
    Choice(pairs: 1, preset: .tiny, vocabularySize: 1_000, dropout: 0.2, consistency: 2),
    Choice(pairs: 1_999, preset: .tiny, vocabularySize: 1_000, dropout: 0.2, consistency: 2),
    Choice(pairs: 2_000, preset: .tiny, vocabularySize: 4_000, dropout: 0.2, consistency: 2),
    Choice(pairs: 20_000, preset: .tiny, vocabularySize: 8_000, dropout: 0.2, consistency: 2),
    Choice(pairs: 39_999, preset: .tiny, vocabularySize: 8_000, dropout: 0.2, consistency: 2),
    Choice(pairs: 40_000, preset: .small, vocabularySize: 8_000, dropout: 0.3, consistency: 0),
    Choice(pairs: 100_000, preset: .small, vocabularySize: 8_000, dropout: 0.1, consistency: 0),
    Choice(pairs: 200_000, preset: .small, vocabularySize: 16_000, dropout: 0.1, consistency: 0),
    Choice(pairs: 999_999, preset: .small, vocabularySize: 16_000, dropout: 0.1, consistency: 0),
    Choice(pairs: 1_000_000, preset: .base, vocabularySize: 32_000, dropout: 0.05, consistency: 0),
  ]) func suitTheSizeOfTheCorpus(_ choice: Choice) {
    let defaults = TrainingDefaults(pairs: choice.pairs)
    #expect(defaults.shape == ModelShape(choice.preset))
    #expect(defaults.vocabularySize == choice.vocabularySize)
    #expect(defaults.options.dropout == choice.dropout)
    #expect(defaults.options.consistency == choice.consistency)
    #expect(defaults.options.fault() == nil)
  }

  @Test(arguments: [
    (Preset.tiny, Float(0.004), 800, 2_048), (.small, 0.002, 1_000, 4_096),
    (.base, 0.0007, 4_000, 4_096),
  ]) func suitTheChosenModel(_ preset: Preset, rate: Float, warmup: Int, batchTokens: Int) {
    for pairs in [100, 10_000_000] {
      let defaults = TrainingDefaults(pairs: pairs, preset: preset)
      #expect(defaults.shape == ModelShape(preset))
      let options = defaults.options
      #expect(
        (options.learningRate, options.warmup, options.batchTokens) == (rate, warmup, batchTokens))
    }
  }

  /// Each choice that is not the same for all corpora says why.
  @Test(arguments: [100, 50_000, 2_000_000]) func haveReasons(pairs: Int) {
    let defaults = TrainingDefaults(pairs: pairs)
    var expected: Set<Setting> = [
      "preset", "vocabulary-size", "dropout", "learning-rate", "warmup", "batch-tokens",
      "label-smoothing", "average-decay",
    ]
    if pairs < 40_000 { expected.insert("r-drop") }
    #expect(Set(defaults.reasons.keys) == expected)
  }
}
