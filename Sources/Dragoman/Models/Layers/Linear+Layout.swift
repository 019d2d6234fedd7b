extension Linear {
  /// Adds an affine map with a bias to a layout.
  init(_ name: String, inputs: Int, outputs: Int, _ layout: inout ParameterLayout) {
    self.init(
      weight: layout.matrix("\(name).weight", rows: outputs, columns: inputs),
      bias: layout.vector("\(name).bias", count: outputs, .zeros))
    layout.addProduct(weight)
  }
}
