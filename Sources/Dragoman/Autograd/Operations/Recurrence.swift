internal import CKernels

/// Where the cells of sequences come from.
package struct RecurrenceLayout {
  /// [sequences + 1] Where each sequence's rows begin, and the end of the last.
  package var offsets: [Int32]
  /// Rows with the cells that sequences go on from, and the row of each, negative for zeros; `nil` where all
  /// begin with zeros.
  package var start: (cells: Tensor, rows: [Int32])?

  package init(offsets: [Int32], start: (cells: Tensor, rows: [Int32])? = nil) {
    self.offsets = offsets
    self.start = start
  }
}

extension Tape {
  /// A recurrence with one cell for each column (SSRU, Kim et al. 2019): c_t = s c_{t-1} + (1 - s) x_t, where s
  /// is the gate's sigmoid, and max(0, c_t) is the result.
  ///
  /// - Parameters:
  ///   - x: [N, D]
  ///   - gate: [N, D] Before the sigmoid.
  ///   - layout: Which rows are a sequence; without a start when recording.
  /// - Returns: The results and the cells after each token, [N, D] each.
  package func recurrence(
    _ x: Variable, gate: Variable, layout: RecurrenceLayout
  ) -> (output: Variable, cells: Tensor) {
    precondition(!isRecording || layout.start == nil, "in training sequences are whole")
    let (rows, columns) = (x.value.rows, x.value.columns)
    let output = Variable(arena.tensor(rows: rows, columns: columns))
    let cells = arena.tensor(rows: rows, columns: columns)
    let sequences = layout.offsets.count - 1
    device.kernels.recurrence_forward(
      x.value.base, gate.value.base, layout.offsets, sequences, columns,
      layout.start?.cells.base, layout.start?.cells.stride ?? 0, layout.start?.rows ?? [],
      cells.base, output.value.base)

    record("recurrence", output) { [self] _ in
      guard let gradient = output.gradient else { return }
      device.kernels.recurrence_backward(
        gradient.base, x.value.base, gate.value.base, cells.base, layout.offsets, sequences,
        columns,
        accumulatedGradient(of: x).base, accumulatedGradient(of: gate).base)
    }
    return (output, cells)
  }
}
