import ArgumentParser
import Dragoman

/// The products that training makes with a layer's weight.
struct TrainingProductBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "products",
    abstract: "Measures the products of training.",
    discussion: """
      Prints GFLOP/s on one thread by processor time for layers of several sizes: forward, to the gradient of \
      the input, and to that of the weight. Where OpenBLAS is installed, its products are measured beside ours.
      """)

  @Option(help: "Tokens that go through a layer at once.")
  var rows = 1024

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 7

  func run() {
    var kinds = ProductPrecision.allCases.filter(\.isAvailable).map {
      (name: $0.rawValue, precision: $0, device: Device.host)
    }
    if let openBLAS = Device.openBLAS { kinds.append(("OpenBLAS", .float32, openBLAS)) }
    let columns = kinds.map(\.name).flatMap { ["\($0) forward", "to the input", "to the weight"] }
    print("| inputs × outputs | " + columns.joined(separator: " | ") + " |")
    print("|---|" + String(repeating: "---:|", count: columns.count))
    for (inputs, outputs) in [
      (128, 128), (128, 256), (256, 256), (256, 1024), (512, 512), (512, 1536), (512, 2048),
      (2048, 512), (256, 8000),
    ] {
      let figures = kinds.flatMap {
        gigaflops(inputs: inputs, outputs: outputs, $0.precision, on: $0.device)
      }
      let cells = figures.map { " \(Figures.decimal($0, places: 0)) |" }.joined()
      print("| \(inputs) × \(outputs) |" + cells)
    }
  }

  /// The three products of a layer, in the order of the columns.
  private func gigaflops(
    inputs: Int, outputs: Int, _ precision: ProductPrecision, on device: Device
  ) -> [Double] {
    let arena = Arena(on: device)
    let weight = arena.zeros(rows: outputs, columns: inputs)
    let input = arena.zeros(rows: rows, columns: inputs)
    let output = arena.zeros(rows: rows, columns: outputs)
    let operations = 2 * Double(rows * inputs * outputs)
    let repetitions = max(1, Int(1e9 / operations))
    func measure(_ product: () -> Void) -> Double {
      let seconds = medianProcessorSeconds(runs: runs) {
        for _ in 0..<repetitions { product() }
      }
      return operations * Double(repetitions) / seconds / 1e9
    }
    return [
      measure {
        device.multiply(input, weight.transposed, into: output, precision: precision)
      },
      measure { device.multiply(output, weight, into: input, precision: precision) },
      measure {
        device.multiply(
          output.transposed, input, into: weight, accumulate: true, precision: precision)
      },
    ]
  }
}
