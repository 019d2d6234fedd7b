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
    (Preset.tiny, OptimizerName.muon, Float(0.008), 800, 2_048),
    (.tiny, .adam, 0.004, 800, 2_048),
    (.small, .muon, 0.006, 1_000, 4_096), (.small, .adam, 0.002, 1_000, 4_096),
    (.base, .adam, 0.0007, 4_000, 4_096),
  ]) func suitTheChosenModel(
    _ preset: Preset, _ optimizer: OptimizerName, rate: Float, warmup: Int, batchTokens: Int
  ) {
    for pairs in [100, 10_000_000] {
      let usual = TrainingDefaults(pairs: pairs, preset: preset)
      #expect(usual.options.optimizer == (preset == .base ? .adam : .muon))
      let defaults = TrainingDefaults(pairs: pairs, preset: preset, optimizer: optimizer)
      #expect(defaults.shape == ModelShape(preset))
      let options = defaults.options
      #expect(options.optimizer == optimizer)
      #expect(
        (options.learningRate, options.warmup, options.batchTokens) == (rate, warmup, batchTokens))
    }
  }

  @Test func fineTuningKeepsAdam() {
    #expect(TrainingDefaults(pairs: 100, isFineTuning: true).options.optimizer == .adam)
  }

  /// A quarter of an hour is 15 epochs of 41,632 pairs for `tiny`, and too short for much dropout.
  @Test(
    arguments: [
      (15.0, nil, Float(0.1), Float(0), 400), (2, nil, 0.1, 0, 100), (300, nil, 0.3, 0, 800),
      (nil, 1_000, 0.1, 0, 100), (nil, 100_000, 0.3, 0, 800), (600, 3_000, 0.1, 0, 300),
    ] as [(Double?, Int?, Float, Float, Int)])
  func suitTheLengthOfTheRun(
    minutes: Double?, updates: Int?, dropout: Float, consistency: Float, warmup: Int
  ) {
    var plan = TrainingPlan()
    (plan.maximumMinutes, plan.maximumUpdates) = (minutes, updates)
    let options = TrainingDefaults(pairs: 41_632, preset: .tiny, plan: plan).options
    #expect((options.dropout, options.consistency) == (dropout, consistency))
    #expect(options.warmup == warmup)
  }

  /// Each choice that is not the same for all corpora says why.
  @Test(arguments: [100, 50_000, 2_000_000]) func haveReasons(pairs: Int) {
    let defaults = TrainingDefaults(pairs: pairs)
    var expected: Set<Setting> = [
      "preset", "vocabulary-size", "dropout", "learning-rate", "warmup", "batch-tokens",
      "label-smoothing", "average-decay", "optimizer", "precision",
    ]
    if pairs < 40_000 { expected.insert("r-drop") }
    #expect(Set(defaults.reasons.keys) == expected)
  }
}
