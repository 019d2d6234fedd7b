internal import CKernels

extension Tape {
  /// The mean of the rows of each sequence.
  ///
  /// - Parameters:
  ///   - x: [N, D]
  ///   - offsets: [sequences + 1] Where each sequence's rows begin, and the end of the last; none is empty.
  /// - Returns: [sequences, D]
  package func means(_ x: Variable, offsets: [Int32]) -> Variable {
    let (sequences, columns) = (offsets.count - 1, x.value.columns)
    let output = Variable(arena.zeros(rows: sequences, columns: columns))
    // Every row of a sequence has the same source in the way back, and the same target in the way forward: to
    // add rows up is the way back of looking one row up many times.
    let zeros = [Int32](repeating: 0, count: x.value.rows)
    for sequence in 0..<sequences {
      let rows = x.value.rows(Int(offsets[sequence])..<Int(offsets[sequence + 1]))
      precondition(rows.rows > 0, "a sequence has a mean")
      device.kernels.embedding_backward(
        rows.base, zeros, 1 / Float(rows.rows), zeros, rows.rows, columns, .none,
        output.value.row(sequence), nil)
    }

    record("means", output) { [self] _ in
      guard let gradient = output.gradient else { return }
      let target = accumulatedGradient(of: x)
      let numbers = Array(0..<Int32(x.value.rows))
      for sequence in 0..<sequences {
        let rows = target.rows(Int(offsets[sequence])..<Int(offsets[sequence + 1]))
        device.kernels.embedding_forward(
          gradient.row(sequence), zeros, 1 / Float(rows.rows), rows.base, numbers, rows.rows,
          columns, .none, rows.base)
      }
    }
    return output
  }
}
