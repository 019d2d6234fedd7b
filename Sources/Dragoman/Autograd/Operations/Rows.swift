internal import CKernels

extension Tape {
  /// Some rows of a value, in the order that is asked for; a row may be asked for more than once.
  ///
  /// - Parameters:
  ///   - x: [N, D]
  ///   - rows: [K] Each in 0 ..< N.
  /// - Returns: [K, D]
  package func rows(_ x: Variable, at rows: [Int32]) -> Variable {
    precondition(rows.allSatisfy { $0 >= 0 && $0 < x.value.rows }, "they are rows of the value")
    let columns = x.value.columns
    let output = Variable(arena.tensor(rows: rows.count, columns: columns))
    // The value is a table of which rows are looked up.
    device.kernels.embedding_forward(
      x.value.base, rows, 1, nil, rows, rows.count, columns, .none, output.value.base)

    record("rows", output) { [self] _ in
      guard let gradient = output.gradient else { return }
      device.kernels.embedding_backward(
        gradient.base, rows, 1, rows, rows.count, columns, .none,
        accumulatedGradient(of: x).base, nil)
    }
    return output
  }

  /// Some rows of a table as columns: what each column of the table has for each of some keys.
  ///
  /// - Parameters:
  ///   - table: [T, D], a table of its layout that decoding does not pack.
  ///   - rows: [K] Each in 0 ..< T.
  /// - Returns: [D, K]
  package func columns(of table: Parameter, at rows: [Int32]) -> Variable {
    precondition(rows.allSatisfy { $0 >= 0 && $0 < table.rows }, "they are rows of the table")
    let output = Variable(arena.tensor(rows: table.columns, columns: rows.count))
    let mark = arena.mark
    let found = arena.tensor(rows: rows.count, columns: table.columns)
    device.kernels.embedding_forward(
      weights.parameters[table].base, rows, 1, nil, rows, rows.count, table.columns, .none,
      found.base)
    device.kernels.copy_transposed(
      found.base, found.stride, found.rows, found.columns, output.value.base, output.value.stride)
    arena.release(to: mark)

    record("columns", output) { [self] gradients in
      guard let gradient = output.gradient else { return }
      let mark = arena.mark
      let ofRows = arena.tensor(rows: rows.count, columns: table.columns)
      device.kernels.copy_transposed(
        gradient.base, gradient.stride, gradient.rows, gradient.columns, ofRows.base, ofRows.stride)
      device.kernels.embedding_backward(
        ofRows.base, rows, 1, rows, rows.count, table.columns, .none,
        gradients.tables[table].base, nil)
      arena.release(to: mark)
    }
    return output
  }

  /// Adds a row of a table to each row: x[n] + table[rows[n]]. The sum takes the place of x, which nothing
  /// else may use.
  ///
  /// - Parameters:
  ///   - table: [T, D], a table of its layout.
  ///   - rows: [N] Each in 0 ..< T.
  ///   - x: [N, D]
  /// - Returns: [N, D]
  package func adding(_ table: Parameter, rows: [Int32], to x: Variable) -> Variable {
    precondition(rows.count == x.value.rows, "every row has one added")
    precondition(rows.allSatisfy { $0 >= 0 && $0 < table.rows }, "they are rows of the table")
    let columns = table.columns
    let output = Variable(x.value)
    // Every row is the token whose number it has, and the added row its position.
    device.kernels.embedding_forward(
      x.value.base, Array(0..<Int32(rows.count)), 1, weights.parameters[table].base, rows,
      rows.count, columns, .none, output.value.base)

    record("added rows", output) { [self] gradients in
      guard let gradient = output.takeGradient() else { return }
      let nothing = [Int32](repeating: -1, count: rows.count)
      let tableGradient = gradients.tables[table].base
      device.kernels.embedding_backward(
        gradient.base, nothing, 1, rows, rows.count, columns, .none, tableGradient, tableGradient)
      add(gradient, toGradientOf: x)
    }
    return output
  }
}
