/// The numbers of a model: its parameters and, for decoding, its weights packed.
package struct Weights: Sendable {
  package let layout: ParameterLayout
  /// All parameters; for decoding, only those are sure to be there that are not packed.
  package let values: ParameterBuffer
  private let packed: [Parameter: PackedMatrix]

  /// Weights for training.
  package init(layout: ParameterLayout, values: ParameterBuffer) {
    self.init(layout: layout, values: values, packed: [:])
  }

  /// Weights for decoding.
  package init(
    layout: ParameterLayout, values: ParameterBuffer, packed: [Parameter: PackedMatrix]
  ) {
    self.layout = layout
    self.values = values
    self.packed = packed
  }

  /// The same weights ready for decoding. Later changes of the values are not seen by the packed ones.
  package func packedForDecoding(_ precision: Precision = .float32) -> Weights {
    let packed = layout.products.map { ($0, PackedMatrix(values[$0], precision: precision)) }
    return Weights(
      layout: layout, values: values,
      packed: Dictionary(packed, uniquingKeysWith: { first, _ in first }))
  }

  /// A weight's packed form, or `nil` for a model in training.
  package func packed(_ weight: Parameter) -> PackedMatrix? {
    packed.isEmpty ? nil : packed[weight]
  }
}
