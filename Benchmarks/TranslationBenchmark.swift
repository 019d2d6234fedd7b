import Dragoman
import Synchronization

/// The time to translate sentences with random weights, whose hypotheses end where the length limit is.
struct TranslationBenchmark {
  let preset: Preset
  let threads: Int

  func run(runs: Int) {
    let transformer = Transformer(
      ModelConfiguration(preset, vocabularySize: RandomSentences.vocabularySize))
    let weights = Weights(
      layout: transformer.layout, parameters: ParameterBuffer(count: transformer.layout.count))
    weights.parameters.initialize(transformer.layout, seed: 1)
    let service = TranslationService(
      [DecodingModel(transformer, weights.packedForDecoding())], frame: .own)
    let sources = RandomSentences.tokens(128, seed: 3).map {
      SearchTask(source: $0 + [SentenceFrame.own.end])
    }
    for beamSize in [1, 5] {
      var options = DecodingOptions()
      options.beamSize = beamSize
      options.threads = threads
      options.lengths.maximumRatio = 1
      let tokens = Mutex(0)
      let seconds = medianSeconds(runs: runs) {
        let found = service.translate(sources, options: options)
        tokens.withLock { $0 = found.reduce(0) { $0 + ($1.first?.tokens.count ?? 0) } }
      }
      let rate = Double(tokens.withLock { $0 }) / seconds
      print(
        "translating \(preset.rawValue), threads \(threads), beam \(beamSize), batch 32: "
          + Figures.rate(rate, "output tokens"))
    }
  }
}
