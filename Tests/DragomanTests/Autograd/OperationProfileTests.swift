import Testing

import Dragoman

@Suite struct OperationProfileTests {
  @Test func lapsAreAddedUp() {
    let profile = OperationProfile()
    let clock = ContinuousClock()
    let all = clock.measure {
      profile.start()
      profile.lap("sum")
      profile.lap("product", \.backward)
      profile.lap("sum")
    }
    let seconds = profile.operations.values.reduce(0) { $0 + $1.total }
    #expect(profile.operations.keys.sorted() == ["product", "sum"])
    #expect(profile.operations["product"]?.forward == 0)
    #expect(seconds > 0 && seconds <= all / .seconds(1))

    let both = OperationProfile()
    both.add(profile)
    both.add(profile)
    #expect(both.operations["sum"]?.forward == 2 * (profile.operations["sum"]?.forward ?? -1))
  }

  /// The profile of a gradient names the operations both ways, and knows no time before it was asked for.
  @Test func gradientsAreProfiled() throws {
    let transformer = try GoldenCase("transformer-post-norm").transformer
    let corpus = try TokenizedCorpus([(source: [3, 4, 5], target: [6, 7])])
    let workers = GradientWorkers(transformer.layout, threads: 1)
    let values = ParameterBuffer(count: transformer.layout.count)
    values.initialize(transformer.layout, seed: 1)
    let weights = Weights(layout: transformer.layout, parameters: values)
    let batch = try Batch([0], of: corpus)
    func gradient() {
      let shard = TranslationShard(transformer, batch)
      _ = workers.gradient(
        of: [shard], weights, options: TrainingOptions(), labels: shard.labelCount
      ) { _ in RandomStream(seed: 1) }
    }
    gradient()
    #expect(workers.profile == nil)
    workers.startProfile()
    gradient()
    let operations = try #require(workers.profile).operations
    for name in ["linear layers", "attention", "embedding"] {
      #expect((operations[name]?.forward ?? 0) > 0 && (operations[name]?.backward ?? 0) > 0)
    }
  }
}
