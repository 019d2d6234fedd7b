/// The numbers of a model: its parameters and, for decoding, its weights packed once more.
package struct Weights: Sendable {
  package let layout: ParameterLayout
  package let values: ParameterBuffer
  private let packed: [Parameter: PackedMatrix]

  package init(layout: ParameterLayout, values: ParameterBuffer) {
    self.init(layout: layout, values: values, packed: [:])
  }

  private init(
    layout: ParameterLayout, values: ParameterBuffer, packed: [Parameter: PackedMatrix]
  ) {
    self.layout = layout
    self.values = values
    self.packed = packed
  }

  /// The same weights ready for decoding. Later changes of the values are not seen by the packed ones.
  package func packedForDecoding() -> Weights {
    let packed = layout.products.map { ($0, PackedMatrix(values[$0])) }
    return Weights(
      layout: layout, values: values,
      packed: Dictionary(packed, uniquingKeysWith: { first, _ in first }))
  }

  /// A weight's packed form, or `nil` for a model in training.
  package func packed(_ weight: Parameter) -> PackedMatrix? {
    packed.isEmpty ? nil : packed[weight]
  }
}
