internal import CKernels

/// Layer normalisation's learned gain and bias, [D] each (Ba et al. 2016).
package struct LayerNorm: Sendable {
  package let gain: Parameter
  package let bias: Parameter
  /// Added to the variance.
  package let epsilon: Float

  package init(gain: Parameter, bias: Parameter, epsilon: Float) {
    self.gain = gain
    self.bias = bias
    self.epsilon = epsilon
  }
}

extension Tape {
  /// Brings every row to mean 0 and deviation 1, then to the norm's gain and bias.
  ///
  /// - Parameter x: [N, D]
  /// - Returns: [N, D]
  package func layerNorm(_ x: Variable, _ norm: LayerNorm) -> Variable {
    let (rows, columns) = (x.value.rows, x.value.columns)
    let output = Variable(arena.tensor(rows: rows, columns: columns))
    let mean = arena.floats(rows)
    let inverseDeviation = arena.floats(rows)
    let gain = weights.parameters[norm.gain]
    device.kernels.layer_norm_forward(
      x.value.base, gain.base, weights.parameters[norm.bias].base, norm.epsilon, rows, columns,
      output.value.base, mean, inverseDeviation)

    record("norm", output) { [self] gradients in
      guard let gradient = output.gradient else { return }
      let (target, accumulate) = gradientTarget(of: x)
      gradients.add([norm.gain, norm.bias], in: arena) { sums in
        for sum in sums { sum.clear() }
        device.kernels.layer_norm_backward(
          gradient.base, x.value.base, gain.base, mean, inverseDeviation, rows, columns, accumulate,
          target.base, sums[0].base, sums[1].base)
      }
    }
    return output
  }
}
