internal import CKernels

extension Tape {
  /// Drops elements of a value at the rate of residuals. The result takes the place of the value, which
  /// nothing else may use.
  ///
  /// - Parameter x: [N, D]
  /// - Returns: [N, D]
  package func dropout(_ x: Variable) -> Variable {
    let drop = dropoutMask(\.residual)
    // Without a threshold the mask drops nothing.
    guard drop.threshold > 0 else { return x }
    let output = Variable(x.value)
    device.kernels.activation_forward(
      output.value.base, activation_none, drop, output.value.count, nil)

    record("dropout", output) { [self] _ in
      guard let gradient = output.takeGradient() else { return }
      device.kernels.activation_backward(
        gradient.base, output.value.base, activation_none, drop, gradient.count)
      add(gradient, toGradientOf: x)
    }
    return output
  }
}
