/// From a file to the weights of a model.
extension StoredWeights {
  /// Reads all parameters of a layout, for training.
  ///
  /// - Throws: ``InputError`` when a weight is not finite.
  func load(_ layout: ParameterLayout) throws -> Weights {
    let values = ParameterBuffer(count: layout.count)
    for entry in layout.entries { try copy(entry, into: values[entry.parameter].base) }
    return Weights(layout: layout, parameters: values)
  }

  /// Reads all parameters of a layout, the factors of products packed for decoding. These go from the file
  /// into their packed form some rows at a time, so that they are never in memory twice.
  ///
  /// - Throws: ``InputError`` when a weight is not finite.
  func loadPacked(_ layout: ParameterLayout, _ precision: Precision) throws -> Weights {
    let values = ParameterBuffer(sparse: layout.count)
    let arena = Arena()
    var packed: [Parameter: PackedMatrix] = [:]
    for product in layout.products {
      let parts = layout.entries.filter { product.contains($0.parameter) }
      packed[product] = try PackedMatrix(
        outputs: product.rows, inputs: product.columns, precision: precision, in: arena
      ) { rows, floats in
        var first = 0
        for part in parts {
          let chosen = rows.clamped(to: first..<first + part.parameter.rows)
          if !chosen.isEmpty {
            try copy(
              part, rows: chosen.lowerBound - first..<chosen.upperBound - first,
              into: floats + (chosen.lowerBound - rows.lowerBound) * product.columns)
          }
          first += part.parameter.rows
        }
      }
    }
    for entry in layout.entries
    where !layout.products.contains(where: { $0.contains(entry.parameter) }) {
      try copy(entry, into: values[entry.parameter].base)
    }
    return Weights(layout: layout, parameters: values, packed: packed)
  }
}
