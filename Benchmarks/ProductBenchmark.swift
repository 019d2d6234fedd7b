import Dragoman

/// What OpenBLAS reaches on one thread with a product large enough to show it.
struct ProductBenchmark {
  func gigaflops(runs: Int) -> Double {
    var layout = ParameterLayout()
    let weight = layout.matrix("weight", rows: 512, columns: 512)
    let weights = Weights(layout: layout, values: ParameterBuffer(count: layout.count))
    weights.values.initialize(layout, seed: 1)
    let arena = Arena()
    let layer = Linear(weight: weight, bias: nil)
    let rows = 2048
    let seconds = medianSeconds(runs: 2 * runs) {
      arena.reset()
      let tape = Tape(weights: weights, arena: arena)
      let x = Variable(arena.zeros(rows: rows, columns: 512))
      for _ in 0..<10 { _ = tape.linear(x, layer) }
    }
    return Double(10 * 2 * rows * 512 * 512) / seconds / 1e9
  }
}
