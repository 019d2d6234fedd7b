internal import CKernels

extension Tape {
  /// Adds what a sublayer found and normalises the sum: norm(x + dropout(y)), in one pass over memory
  /// where ``residual(_:_:)`` and ``layerNorm(_:_:)`` would make two. The sum takes the place of y.
  ///
  /// - Parameters:
  ///   - x: [N, D]
  ///   - y: [N, D]
  /// - Returns: [N, D]
  package func residualNorm(_ x: Variable, _ y: Variable, _ norm: LayerNorm) -> Variable {
    let (rows, columns) = (x.value.rows, x.value.columns)
    let output = Variable(arena.tensor(rows: rows, columns: columns))
    let sum = y.value
    let mean = arena.floats(rows)
    let inverseDeviation = arena.floats(rows)
    let drop = dropoutMask(\.residual)
    let gain = weights.parameters[norm.gain]
    device.kernels.residual_norm_forward(
      x.value.base, y.value.base, drop, gain.base, weights.parameters[norm.bias].base, norm.epsilon,
      rows, columns, sum.base, output.value.base, mean, inverseDeviation)

    record("residual sum and norm", output) { [self] gradients in
      guard let gradient = output.gradient else { return }
      let (xTarget, accumulateX) = gradientTarget(of: x)
      let (yTarget, accumulateY) = gradientTarget(of: y)
      gradients.add([norm.gain, norm.bias], in: arena) { sums in
        for sum in sums { sum.clear() }
        device.kernels.residual_norm_backward(
          gradient.base, sum.base, drop, gain.base, mean, inverseDeviation, rows, columns,
          accumulateX, accumulateY, xTarget.base, yTarget.base, sums[0].base, sums[1].base)
      }
    }
    return output
  }
}
