internal import CKernels

extension Tape {
  /// A value times a constant.
  ///
  /// - Parameter x: [N, D]
  /// - Returns: [N, D]
  package func scaled(_ x: Variable, by factor: Float) -> Variable {
    let output = Variable(arena.tensor(rows: x.value.rows, columns: x.value.columns))
    device.kernels.combine(
      x.value.base, factor, x.value.base, 0, output.value.count, output.value.base)

    record("scale", output) { [self] _ in
      guard let gradient = output.gradient else { return }
      let target = accumulatedGradient(of: x)
      device.kernels.combine(gradient.base, factor, target.base, 1, gradient.count, target.base)
    }
    return output
  }
}
