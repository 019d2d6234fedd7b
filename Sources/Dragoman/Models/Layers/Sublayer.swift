extension Tape {
  /// A sublayer with its residual connection and norm: norm(x + f(x)) as in Vaswani et al. 2017, or
  /// x + f(norm(x)) for models that normalise before (Xiong et al. 2020).
  func sublayer(
    _ x: Variable, _ norm: LayerNorm, normalizesBefore: Bool, _ body: (Variable) -> Variable
  ) -> Variable {
    keepingResult {
      normalizesBefore ? residual(x, body(layerNorm(x, norm))) : residualNorm(x, body(x), norm)
    }
  }
}

extension LayerNorm {
  /// Adds a norm over the model's width to a layout.
  init(_ name: String, _ configuration: ModelConfiguration, _ layout: inout ParameterLayout) {
    self.init(
      gain: layout.vector("\(name).weight", count: configuration.modelSize, .ones),
      bias: layout.vector("\(name).bias", count: configuration.modelSize, .zeros),
      epsilon: Float(configuration.layerNormEpsilon))
  }
}

extension Linear {
  /// Adds an affine map with a bias to a layout.
  init(_ name: String, inputs: Int, outputs: Int, _ layout: inout ParameterLayout) {
    self.init(
      weight: layout.matrix("\(name).weight", rows: outputs, columns: inputs),
      bias: layout.vector("\(name).bias", count: outputs, .zeros))
    layout.addProduct(weight)
  }
}
