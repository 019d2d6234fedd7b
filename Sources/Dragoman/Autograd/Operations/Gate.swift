internal import CKernels

extension Tape {
  /// One value gated by another: their product, element by element (Dauphin et al. 2017).
  ///
  /// - Parameters:
  ///   - x: [N, D]
  ///   - gate: [N, D]
  /// - Returns: [N, D]
  package func gated(_ x: Variable, by gate: Variable) -> Variable {
    let output = Variable(arena.tensor(rows: x.value.rows, columns: x.value.columns))
    device.kernels.gate_forward(
      x.value.base, gate.value.base, output.value.count, output.value.base)

    record("gate", output) { [self] _ in
      guard let gradient = output.gradient else { return }
      for (factor, other) in [(x, gate), (gate, x)] {
        let (target, accumulate) = gradientTarget(of: factor)
        device.kernels.gate_backward(
          gradient.base, other.value.base, gradient.count, accumulate, target.base)
      }
    }
    return output
  }
}
