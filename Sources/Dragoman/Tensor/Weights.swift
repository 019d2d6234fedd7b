/// The numbers of a model: its parameters and, for decoding, its weights packed.
package struct Weights: Sendable {
  package let layout: ParameterLayout
  /// All parameters. For decoding, packed ones are not loaded here and read as zeros.
  package let parameters: ParameterBuffer
  private let packed: [Parameter: PackedMatrix]

  /// Weights for training.
  package init(layout: ParameterLayout, parameters: ParameterBuffer) {
    self.init(layout: layout, parameters: parameters, packed: [:])
  }

  /// Weights for decoding.
  package init(
    layout: ParameterLayout, parameters: ParameterBuffer, packed: [Parameter: PackedMatrix]
  ) {
    self.layout = layout
    self.parameters = parameters
    self.packed = packed
  }

  /// The same weights ready for decoding. Later changes of the parameters are not seen by the packed ones.
  package func packedForDecoding(_ precision: Precision = .float32) -> Weights {
    let packed = layout.products.map {
      ($0, PackedMatrix(parameters[$0], precision: precision, on: parameters.device))
    }
    return Weights(
      layout: layout, parameters: parameters,
      packed: Dictionary(packed, uniquingKeysWith: { first, _ in first }))
  }

  /// A weight's packed form, or `nil` for a model in training.
  package func packed(_ weight: Parameter) -> PackedMatrix? {
    packed.isEmpty ? nil : packed[weight]
  }
}
