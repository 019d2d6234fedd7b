import Dragoman

/// The time of one update with a batch of some 4,096 target tokens.
struct TrainingBenchmark {
  let preset: Preset
  let threads: Int

  func run(runs: Int, peak: Double) {
    let model = Transformer(
      ModelConfiguration(preset, vocabularySize: RandomSentences.vocabularySize))
    let pairs = zip(
      RandomSentences.tokens(273, seed: 1), RandomSentences.tokens(273, seed: 2))
    let corpus = TokenizedCorpus(pairs.map { (source: $0, target: $1) })
    let shards = TokenBatcher(corpus, batchTokens: .max, seed: 1)
      .shards(of: Array(0..<corpus.count), tokens: TrainingOptions().shardTokens)
      .map { Batch($0, of: corpus) }
    let weights = Weights(
      layout: model.layout, values: ParameterBuffer(count: model.layout.count))
    weights.values.initialize(model.layout, seed: 1)
    let options = TrainingOptions()
    let workers = GradientWorkers(model, threads: threads)
    let adam = Adam(count: model.layout.count, options: options)

    let seconds = medianSeconds(runs: runs) {
      _ = workers.gradient(of: shards, weights, options: options) { shard in
        RandomStream(seed: 1, UInt64(shard))
      }
      adam.update(
        weights.values, gradients: workers.gradients, norm: workers.gradients.norm,
        rate: adam.rate(update: 1), update: 1)
    }
    let gigaflops = floatingPointOperations(of: model.layout, corpus) / seconds / 1e9
    let share = 100 * gigaflops / peak / Double(threads)
    print(
      "training \(preset.rawValue), threads \(threads): "
        + Figures.rate(Double(corpus.labelCount) / seconds, "target tokens")
        + ", \(Figures.decimal(gigaflops, places: 1)) GFLOP/s"
        + " (\(Figures.decimal(share, places: 0)) % of the product's)")
  }

  /// Those of the products with weights, forwards and backwards: six a weight and token. The encoder and
  /// the projections of its output see the source's tokens, everything else the target's.
  private func floatingPointOperations(
    of layout: ParameterLayout, _ corpus: TokenizedCorpus
  ) -> Double {
    var operations = 0
    for entry in layout.entries where !entry.isVector {
      let seesSource =
        entry.name.hasPrefix("encoder.") || entry.name.hasSuffix("crossAttention.key.weight")
        || entry.name.hasSuffix("crossAttention.value.weight")
      operations +=
        6 * entry.parameter.count * (seesSource ? corpus.sources.ids.count : corpus.labelCount)
    }
    return Double(operations)
  }
}
