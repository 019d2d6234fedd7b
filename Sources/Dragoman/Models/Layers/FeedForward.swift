/// The position-wise network: W₂ act(W₁ x + b₁) + b₂ (Vaswani et al. 2017, section 3.3), or with a gate
/// W₂ (act(W x) ⊙ W₁ x) (Shazeer 2020), where all have biases or none.
struct FeedForward: Sendable {
  private let gate: Linear?
  private let inner: Linear
  private let outer: Linear
  private let activation: Activation

  init(_ name: String, _ shape: StackShape, _ layout: inout ParameterLayout) {
    func linear(_ part: String, _ inputs: Int, _ outputs: Int) -> Linear {
      Linear(
        "\(name).\(part)", inputs: inputs, outputs: outputs, hasBias: shape.hasBiases, &layout)
    }
    gate = shape.isGated ? linear("gate", shape.width, shape.feedForwardWidth) : nil
    inner = linear("inner", shape.width, shape.feedForwardWidth)
    outer = linear("outer", shape.feedForwardWidth, shape.width)
    activation = shape.activation
  }

  /// - Parameter x: [N, D]
  /// - Returns: [N, D]
  func callAsFunction(_ x: Variable, on tape: Tape) -> Variable {
    guard let gate else { return tape.linear(tape.linear(x, inner, then: activation), outer) }
    let open = tape.linear(x, gate, then: activation)
    return tape.linear(tape.gated(tape.linear(x, inner), by: open), outer)
  }
}
