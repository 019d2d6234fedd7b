/// A model in Dragoman's own form with the factors of its products in int8, quantised as decoding does it when it
/// loads float32. So both give the same, to the bit.
struct QuantizedExport {
  private let model: ModelExport

  init(_ model: ModelExport) { self.model = model }

  /// - Throws: ``InputError`` when the folder cannot be written.
  func write(to folder: ModelFolder) throws {
    let layout = model.transformer.layout
    let matrices = layout.entries.filter { entry in
      !entry.isVector && layout.products.contains { $0.contains(entry.parameter) }
    }.map { Matrix($0, model.weights[$0.parameter]) }
    let names = Set(matrices.map(\.name))
    let others = model.weights.items(layout).filter { !names.contains($0.name) }
    try folder.create()
    try folder.save(model.configuration)
    try folder.save(model.tokenizers)
    // Items are of memory that matrices own.
    try withExtendedLifetime(matrices) {
      try Safetensors.write(
        others + matrices.flatMap(\.items), metadata: ["format": "dragoman"],
        to: folder.weightsPath)
    }
  }

  /// A matrix as whole numbers, with the largest weight of each row, for which 127 stands.
  private final class Matrix {
    let name: String
    private let shape: [Int]
    private let numbers: UnsafeMutableBufferPointer<Int8>
    private let maxima: UnsafeMutableBufferPointer<Float>

    init(_ entry: ParameterLayout.Entry, _ weights: Tensor) {
      name = entry.name
      shape = entry.shape
      numbers = .allocate(capacity: weights.count)
      maxima = .allocate(capacity: weights.rows)
      for row in 0..<weights.rows {
        let values = UnsafeBufferPointer(start: weights.row(row), count: weights.columns)
        let largest = values.reduce(0) { max($0, abs($1)) }
        // The kernel's order of operations (`quantized_product.h`).
        let factor = largest > 0 ? 127 / largest : 0
        maxima[row] = largest
        for (column, value) in values.enumerated() {
          numbers[row * weights.columns + column] = Int8(
            (value * factor).rounded(.toNearestOrEven))
        }
      }
    }

    var items: [Safetensors.Item] {
      [
        Safetensors.Item(name: name, shape: shape, values: UnsafeBufferPointer(numbers)),
        Safetensors.Item(
          name: name + Safetensors.maximaSuffix, shape: [maxima.count],
          values: UnsafeBufferPointer(maxima)),
      ]
    }

    deinit {
      numbers.deallocate()
      maxima.deallocate()
    }
  }
}
