import Testing

import Dragoman

@Suite struct GradientWorkersTests {
  /// The gradient of a batch is the sum of its shards', and the same bytes on any number of threads.
  @Test(arguments: GoldenCase.names) func shardsAddUpInOrder(_ name: String) throws {
    let golden = try GoldenCase(name)
    let transformer = golden.transformer
    let corpus = TokenizedCorpus(zip(golden.figures.source, golden.figures.target).map { ($0, $1) })
    let shards = (0..<7).map { shard in
      Batch((0...shard).map { ($0 + shard) % corpus.count }, of: corpus)
    }
    let objective = TrainingOptions().objective
    let weights = Weights(layout: transformer.layout, parameters: golden.parameters)
    var options = TrainingOptions()
    options.dropout = 0.1
    func gradient(of shards: [Batch], first: Int = 0, _ workers: GradientWorkers) -> [Float] {
      let parts = shards.map { TranslationShard(transformer, $0, objective: objective) }
      let labels = parts.reduce(0) { $0 + $1.labelCount }
      _ = workers.gradient(of: parts, weights, options: options, labels: labels) { shard in
        RandomStream(seed: 1, UInt64(first + shard))
      }
      return workers.gradients.copied()
    }

    let one = GradientWorkers(transformer.layout, threads: 1)
    let whole = gradient(of: shards, one)
    for threads in 2...4 {
      let workers = GradientWorkers(transformer.layout, threads: threads)
      for _ in 0..<20 {
        let other = gradient(of: shards, workers)
        let differing = transformer.layout.entries.filter { entry in
          let range = entry.parameter.offset..<entry.parameter.offset + entry.parameter.count
          return whole[range] != other[range]
        }
        #expect(differing.map(\.name) == [], "\(threads) threads")
      }
    }

    let tokens = shards.map { Float($0.labels.count) }
    var sum = [Float](repeating: 0, count: whole.count)
    for (index, shard) in shards.enumerated() {
      let share = tokens[index] / tokens.reduce(0, +)
      for (place, value) in gradient(of: [shard], first: index, one).enumerated() {
        sum[place] += share * value
      }
    }
    #expect(largestDifference(whole, sum) <= 1e-5 * largest(sum))
  }
}
