internal import CKernels

/// The vectors added to embeddings to tell positions apart.
package enum Positions: Sendable {
  /// Constant vectors, [positions, D].
  case fixed(PositionTable)
  /// Learned vectors, [positions, D].
  case learned(Parameter)
  /// None: what reads the embeddings tells positions apart.
  case none
}

extension Tape {
  /// Looks up tokens: scale · table[id] + positions[position]. Words that are dropped keep their positions.
  ///
  /// - Parameters:
  ///   - ids: [N] Rows of the table; -1 for a row of zeros.
  ///   - positions: [N] Rows of the position table.
  ///   - table: [V, D]
  ///   - drops: Whether elements of the sum are dropped out as well.
  /// - Returns: [N, D]
  package func embed(
    _ ids: [Int32], at positions: [Int32], table: Parameter, positionTable: Positions, scale: Float,
    drops: Bool
  ) -> Variable {
    let output = Variable(arena.tensor(rows: ids.count, columns: table.columns))
    precondition(ids.allSatisfy { $0 < table.rows }, "tokens are rows of the table")
    let ids = droppingWords(ids)
    let drop = drops ? dropoutMask(\.residual) : .none
    let positionRows: UnsafePointer<Float>?
    switch positionTable {
    case .fixed(let table): positionRows = UnsafePointer(table.vectors.base)
    case .learned(let parameter): positionRows = UnsafePointer(weights.parameters[parameter].base)
    case .none: positionRows = nil
    }
    if !isRecording, let packed = weights.packed(table) {
      // The rows are taken out of the packed table and then treated as a small table of their own.
      for (row, id) in ids.enumerated() where id >= 0 {
        packed.copyRow(Int(id), to: output.value.row(row))
      }
      let rows = ids.enumerated().map { row, id in id < 0 ? -1 : Int32(row) }
      device.kernels.embedding_forward(
        output.value.base, rows, scale, positionRows, positions, ids.count,
        table.columns, drop, output.value.base)
      return output
    }
    device.kernels.embedding_forward(
      weights.parameters[table].base, ids, scale, positionRows, positions, ids.count, table.columns,
      drop, output.value.base)

    record("embedding", output) { [self] gradients in
      guard let gradient = output.gradient else { return }
      var positionGradient: UnsafeMutablePointer<Float>?
      if case .learned(let parameter) = positionTable {
        positionGradient = gradients.tables[parameter].base
      }
      device.kernels.embedding_backward(
        gradient.base, ids, scale, positions, ids.count, table.columns, drop,
        gradients.tables[table].base, positionGradient)
    }
    return output
  }
}
