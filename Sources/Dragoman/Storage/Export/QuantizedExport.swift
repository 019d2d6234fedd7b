/// A model in Dragoman's own form with the factors of its products in int8, quantised as decoding does it when it
/// loads float32. So both give the same, to the bit.
struct QuantizedExport {
  private let model: ModelExport

  init(_ model: ModelExport) { self.model = model }

  /// - Throws: ``InputError`` when a weight is not finite, or the folder cannot be written.
  func write(to folder: ModelFolder) throws {
    let layout = model.transformer.layout
    func isQuantized(_ entry: ParameterLayout.Entry) -> Bool {
      !entry.isVector && layout.products.contains { $0.contains(entry.parameter) }
    }
    let matrices = layout.entries.filter(isQuantized)
    let others = layout.entries.filter { !isQuantized($0) }
    try folder.create()
    try Safetensors.write(
      others.map { model.tensor($0.name, $0) } + matrices.flatMap(quantized),
      metadata: ["format": "dragoman"], to: folder.weightsPath)
    try folder.save(model.configuration)
    try folder.save(model.tokenizers)
  }

  /// The largest weight of each row of a matrix, for which 127 stands.
  private final class Maxima {
    var values: [Float] = []
  }

  /// A matrix as whole numbers, and the maxima of its rows, which are known once the numbers were given.
  private func quantized(_ entry: ParameterLayout.Entry) -> [WrittenTensor] {
    let maxima = Maxima()
    return [
      WrittenTensor(name: entry.name, shape: entry.shape, type: .int8) { append in
        maxima.values.removeAll(keepingCapacity: true)
        try model.forEachPart(of: entry) { weights in
          let numbers = quantized(weights, columns: entry.parameter.columns, maxima)
          try numbers.withUnsafeBytes(append)
        }
      },
      WrittenTensor(
        name: entry.name + Safetensors.maximaSuffix, shape: [entry.parameter.rows], type: .float32
      ) { append in try maxima.values.withUnsafeBytes(append) },
    ]
  }

  private func quantized(
    _ weights: UnsafeBufferPointer<Float>, columns: Int, _ maxima: Maxima
  ) -> [Int8] {
    Array(unsafeUninitializedCapacity: weights.count) { numbers, count in
      for row in stride(from: 0, to: weights.count, by: columns) {
        let values = weights.extracting(row..<row + columns)
        // Of numbers that are not negative the bits have their order.
        let largest = Float(
          bitPattern: values.reduce(0) { max($0, $1.magnitude.bitPattern) })
        maxima.values.append(largest)
        // The kernel's operations in its order (`quantized_product.h`): the nearest whole number is in the sum's
        // lowest bits.
        let factor = largest > 0 ? 127 / largest : 0
        for column in 0..<columns {
          numbers[row + column] = Int8(
            truncatingIfNeeded: (values[column] * factor + 0x1.8p23).bitPattern)
        }
      }
      count = weights.count
    }
  }
}
