extension LayerNorm {
  /// Adds a norm over vectors of a width to a layout.
  ///
  /// - Parameter epsilon: Added to variances.
  init(_ name: String, width: Int, epsilon: Float, _ layout: inout ParameterLayout) {
    self.init(
      gain: layout.vector("\(name).weight", count: width, .ones),
      bias: layout.vector("\(name).bias", count: width, .zeros), epsilon: epsilon)
  }
}
