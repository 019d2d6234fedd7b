internal import CKernels

/// The learned gain of a normalisation by the root of the mean square, [D] (Zhang & Sennrich 2019).
package struct RMSNorm: Sendable {
  package let gain: Parameter
  /// Added to the mean square.
  package let epsilon: Float

  package init(gain: Parameter, epsilon: Float) {
    self.gain = gain
    self.epsilon = epsilon
  }
}

extension Tape {
  /// Brings every row to a mean square of 1, then to the norm's gain.
  ///
  /// - Parameter x: [N, D]
  /// - Returns: [N, D]
  package func rmsNorm(_ x: Variable, _ norm: RMSNorm) -> Variable {
    let (rows, columns) = (x.value.rows, x.value.columns)
    let output = Variable(arena.tensor(rows: rows, columns: columns))
    let inverseSize = arena.floats(rows)
    let gain = weights.parameters[norm.gain]
    device.kernels.rms_norm_forward(
      x.value.base, gain.base, norm.epsilon, rows, columns, output.value.base, inverseSize)

    record("norm", output) { [self] gradients in
      guard let gradient = output.gradient else { return }
      let (target, accumulate) = gradientTarget(of: x)
      gradients.add([norm.gain], in: arena) { sums in
        sums[0].clear()
        device.kernels.rms_norm_backward(
          gradient.base, x.value.base, gain.base, inverseSize, rows, columns, accumulate,
          target.base, sums[0].base)
      }
    }
    return output
  }
}
