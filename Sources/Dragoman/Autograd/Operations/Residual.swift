internal import CKernels

extension Tape {
  /// Adds what a sublayer found: x + dropout(y). The sum takes the place of y, whose value is lost.
  ///
  /// - Parameters:
  ///   - x: [N, D]
  ///   - y: [N, D]
  /// - Returns: [N, D]
  package func residual(_ x: Variable, _ y: Variable) -> Variable {
    let output = Variable(y.value)
    let drop = dropoutMask(\.residual)
    device.kernels.residual_forward(
      x.value.base, y.value.base, drop, output.value.count, output.value.base)

    record("residual sum", output) { [self] _ in
      guard let gradient = output.takeGradient() else { return }
      let (yTarget, accumulateY) = gradientTarget(of: y)
      device.kernels.residual_backward(
        gradient.base, drop, gradient.count, accumulateY, yTarget.base)
      add(gradient, toGradientOf: x)
    }
    return output
  }
}
