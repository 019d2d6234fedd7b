extension Linear {
  /// Adds an affine map to a layout.
  init(
    _ name: String, inputs: Int, outputs: Int, hasBias: Bool = true,
    _ layout: inout ParameterLayout
  ) {
    self.init(
      weight: layout.matrix("\(name).weight", rows: outputs, columns: inputs),
      bias: hasBias ? layout.vector("\(name).bias", count: outputs, .zeros) : nil)
    layout.addProduct(weight)
  }
}
