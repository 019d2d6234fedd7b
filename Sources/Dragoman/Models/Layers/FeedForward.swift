/// The position-wise network: W₂ act(W₁ x + b₁) + b₂ (Vaswani et al. 2017, section 3.3).
struct FeedForward: Sendable {
  private let inner: Linear
  private let outer: Linear
  private let activation: Activation

  init(
    _ name: String, width: Int, innerWidth: Int, activation: Activation,
    _ layout: inout ParameterLayout
  ) {
    inner = Linear("\(name).inner", inputs: width, outputs: innerWidth, &layout)
    outer = Linear("\(name).outer", inputs: innerWidth, outputs: width, &layout)
    self.activation = activation
  }

  /// - Parameter x: [N, D]
  /// - Returns: [N, D]
  func callAsFunction(_ x: Variable, on tape: Tape) -> Variable {
    tape.linear(tape.linear(x, inner, then: activation), outer)
  }
}
