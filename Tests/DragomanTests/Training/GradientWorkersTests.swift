import Testing

import Dragoman

@Suite struct GradientWorkersTests {
  /// The gradient of a batch is the sum of its shards' in a balanced tree, to the bit, on any number of threads.
  @Test(arguments: GoldenCase.names) func shardsAddUp(_ name: String) throws {
    let golden = try GoldenCase(name)
    let transformer = golden.transformer
    let corpus = try TokenizedCorpus(
      zip(golden.figures.source, golden.figures.target).map { ($0, $1) })
    let shards = try (0..<7).map { shard in
      try Batch((0...shard).map { ($0 + shard) % corpus.count }, of: corpus)
    }
    let objective = TrainingOptions().objective
    let weights = Weights(layout: transformer.layout, parameters: golden.parameters)
    var options = TrainingOptions()
    options.dropout = 0.1
    let labels = shards.reduce(0) { $0 + $1.labels.count }
    func gradient(of shards: [Batch], first: Int = 0, _ workers: GradientWorkers) -> [Float] {
      let parts = shards.map { TranslationShard(transformer, $0, objective: objective) }
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

    let single = shards.enumerated().map { gradient(of: [$1], first: $0, one) }
    func sum(_ one: [Float], _ other: [Float]) -> [Float] { zip(one, other).map { $0 + $1 } }
    let left = sum(sum(single[0], single[1]), sum(single[2], single[3]))
    let right = sum(sum(single[4], single[5]), single[6])
    let differences = zip(sum(left, right), whole).count { $0 != $1 }
    #expect(differences == 0)
    #expect(largest(whole) > 0)
  }

  /// Shards that run different layers, in different orders or none at all, neither wait for ever nor show
  /// which thread was faster.
  @Test(.timeLimit(.minutes(10))) func shardsMayDiffer() {
    var layout = ParameterLayout()
    let layers = (0..<4).map { number in
      Linear(
        weight: layout.matrix("\(number)", rows: 30, columns: 30),
        bias: layout.vector("\(number).bias", count: 30, .zeros))
    }
    let parameters = ParameterBuffer(count: layout.count)
    parameters.initialize(layout, seed: 1)
    let weights = Weights(layout: layout, parameters: parameters)
    let orders = [[0, 1, 2, 3], [], [2], [3, 2, 1, 0], [1, 3], [], [0, 3], [2, 1, 0], [3]]
    let shards = orders.enumerated().map { number, order in
      LayersShard(layers: order.map { layers[$0] }, rows: 5 + number)
    }
    func gradient(threads: Int) -> [Float] {
      let workers = GradientWorkers(layout, threads: threads)
      _ = workers.gradient(of: shards, weights, options: TrainingOptions(), labels: 1) { shard in
        RandomStream(seed: 1, UInt64(shard))
      }
      return workers.gradients.copied()
    }
    let one = gradient(threads: 1)
    #expect(largest(one) > 0)
    for _ in 0..<50 { #expect(gradient(threads: 4) == one) }
  }
}

/// Some layers, one after the other, over numbers of the shard's own.
private struct LayersShard: TrainingShard {
  let layers: [Linear]
  let rows: Int
  var labelCount: Int { rows }

  func loss(scale: Float, on tape: Tape) -> Loss {
    let input = tape.arena.tensor(rows: rows, columns: 30)
    for place in 0..<input.count { input.base[place] = Float((place * rows) % 7) - 3 }
    var x = Variable(input)
    for layer in layers { x = tape.linear(x, layer, then: .relu) }
    _ = tape.dot(x)
    return Loss()
  }
}
