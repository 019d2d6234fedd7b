import Dragoman

/// The speed of products with a weight: those of training, and those of packed weights, which
/// decoding uses.
struct ProductBenchmark {
  let outputs: Int
  let inputs: Int

  /// GFLOP/s of products of `rows` rows on one thread, by processor time.
  func gigaflops(rows: Int, packed: Bool, runs: Int) -> Double {
    var layout = ParameterLayout()
    let weight = layout.matrix("weight", rows: outputs, columns: inputs)
    layout.addProduct(weight)
    let values = ParameterBuffer(count: layout.count)
    values.initialize(layout, seed: 1)
    let plain = Weights(layout: layout, parameters: values)
    let tape = Tape(weights: packed ? plain.packedForDecoding() : plain, arena: Arena())
    let x = Variable(tape.arena.zeros(rows: rows, columns: inputs))
    let layer = Linear(weight: weight, bias: nil)
    let operations = Double(2 * rows * outputs * inputs)
    let repetitions = max(1, Int(2e9 / operations))
    let mark = tape.arena.mark
    let seconds = medianProcessorSeconds(runs: runs) {
      for _ in 0..<repetitions {
        _ = tape.linear(x, layer)
        tape.arena.release(to: mark)
      }
    }
    return operations * Double(repetitions) / seconds / 1e9
  }

  /// Prints both for few rows and for many.
  func run(runs: Int) {
    for rows in [1, 4, 8, 32, 128] {
      let packed = gigaflops(rows: rows, packed: true, runs: runs)
      let plain = gigaflops(rows: rows, packed: false, runs: runs)
      print(
        "product \(rows) x \(inputs) x \(outputs): packed \(Figures.decimal(packed, places: 1)), "
          + "plain \(Figures.decimal(plain, places: 1)) GFLOP/s, "
          + "ratio \(Figures.decimal(packed / plain, places: 2))")
    }
  }
}
