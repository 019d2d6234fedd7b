internal import CKernels

/// An affine map y = x Wᵀ + b.
package struct Linear: Sendable {
  /// [outputs, inputs]
  package let weight: Parameter
  /// [outputs]; `nil` for none.
  package let bias: Parameter?

  package init(weight: Parameter, bias: Parameter?) {
    self.weight = weight
    self.bias = bias
  }
}

/// An activation function of feed-forward layers, and of a pooler.
package enum Activation: String, Sendable, Codable {
  /// max(0, x)
  case relu
  /// x·Φ(x), exactly (Hendrycks & Gimpel 2016).
  case gelu
  /// x·sigmoid(x), also called swish.
  case silu
  /// GELU by tanh(√(2/π)(x + 0.044715 x³)), as in T5 1.1.
  case tanhGELU = "gelu_new"
  /// GELU by x·sigmoid(1.702 x), as Marian's models were trained.
  case sigmoidGELU = "quick_gelu"
  /// The hyperbolic tangent.
  case tanh
}

extension Tape {
  /// An affine map, then an activation with dropout if one is named.
  ///
  /// - Parameter x: [N, inputs]
  /// - Returns: [N, outputs]
  package func linear(_ x: Variable, _ layer: Linear, then activation: Activation? = nil)
    -> Variable
  {
    let output = Variable(arena.tensor(rows: x.value.rows, columns: layer.weight.rows))
    let bias = layer.bias.map { weights.parameters[$0] }
    let function = activation.code
    if !isRecording, let packed = weights.packed(layer.weight) {
      let mark = arena.mark
      packed.multiply(
        packed.factor(x.value, in: arena), outputs: 0..<packed.outputs, bias: bias,
        activation: function, into: output.value)
      arena.release(to: mark)
      return output
    }
    let weight = weights.parameters[layer.weight]
    device.multiply(
      x.value, weight.transposed, bias: bias, into: output.value, precision: precision)
    let drop = activation == nil ? .none : dropoutMask(\.activation)
    var before: Tensor?
    if activation != nil {
      if isRecording, activation != .relu {
        before = arena.tensor(rows: x.value.rows, columns: layer.weight.rows)
      }
      device.kernels.activation_forward(
        output.value.base, function, drop, output.value.count, before?.base)
    }

    record("linear layers", output) { [self, before] gradients in
      guard let gradient = output.gradient else { return }
      if activation != nil {
        device.kernels.activation_backward(
          gradient.base, (before ?? output.value).base, function, drop, gradient.count)
      }
      gradients.add([layer.weight] + (layer.bias.map { [$0] } ?? []), in: arena) { sums in
        if sums.count > 1 {
          sums[1].clear()
          device.kernels.add_column_sums(
            gradient.base, gradient.rows, gradient.columns, sums[1].base)
        }
        device.multiply(gradient.transposed, x.value, into: sums[0], precision: precision)
      }
      let (target, accumulate) = gradientTarget(of: x)
      device.multiply(gradient, weight, into: target, accumulate: accumulate, precision: precision)
    }
    return output
  }
}

extension Activation? {
  var code: ActivationCode {
    switch self {
    case nil: activation_none
    case .relu: activation_relu
    case .gelu: activation_gelu
    case .silu: activation_silu
    case .tanhGELU: activation_tanh_gelu
    case .sigmoidGELU: activation_sigmoid_gelu
    case .tanh: activation_tanh
    }
  }
}
