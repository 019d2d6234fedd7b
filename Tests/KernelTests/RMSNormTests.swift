import CKernels
import Testing

struct RMSNormTests {
  let rows = 3
  let epsilon = 1e-3

  /// What a row is multiplied by.
  func factor(_ x: Matrix, _ row: Int) -> Double {
    let squares = (0..<x.columns).reduce(0) { $0 + x[row, $1] * x[row, $1] }
    return 1 / (squares / Double(x.columns) + epsilon).squareRoot()
  }

  @Test(arguments: Level.available)
  func forwardNormalisesEveryRow(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      let x = Matrix(random: rows, columns)
      let gain = Matrix(random: 1, columns, seed: 2)
      let out = Matrix(rows, columns)
      let inverse = Matrix(rows, 1)
      table.rms_norm_forward(
        x.start, gain.start, Float(epsilon), rows, columns, out.start, inverse.start)
      expectClose(inverse) { row, _ in factor(x, row) }
      expectClose(out, tolerance: 1e-5) { row, c in x[row, c] * factor(x, row) * gain[0, c] }
      // A row's norm has the same bits alone.
      let alone = Matrix(1, columns)
      for row in 0..<rows {
        table.rms_norm_forward(
          x.start + row * columns, gain.start, Float(epsilon), 1, columns, alone.start,
          inverse.start)
        #expect(alone.row(0) == out.row(row))
      }
    }
  }

  @Test(arguments: Level.available, [false, true])
  func backwardAddsOrOverwrites(level: Level, accumulate: Bool) throws {
    let table = try level.table()
    for columns in sizes {
      let x = Matrix(random: rows, columns)
      let out = Matrix(random: rows, columns, seed: 2)
      let gain = Matrix(random: 1, columns, seed: 3)
      let inverse = Matrix(rows, 1) { row, _ in Float(factor(x, row)) }
      let start = Matrix(random: rows, columns, seed: 4)
      let gainStart = Matrix(random: 1, columns, seed: 5)
      let (xGradient, gainGradient) = (start.copy(), gainStart.copy())
      table.rms_norm_backward(
        out.start, x.start, gain.start, inverse.start, rows, columns, accumulate,
        xGradient.start, gainGradient.start)
      expectClose(xGradient, tolerance: 1e-5) { row, c in
        let size = factor(x, row)
        let mean =
          (0..<columns).reduce(0) { $0 + out[row, $1] * gain[0, $1] * x[row, $1] * size }
          / Double(columns)
        return (out[row, c] * gain[0, c] - x[row, c] * size * mean) * size
          + (accumulate ? start[row, c] : 0)
      }
      expectClose(gainGradient, tolerance: 1e-5) { _, c in
        (0..<rows).reduce(gainStart[0, c]) { $0 + out[$1, c] * x[$1, c] * factor(x, $1) }
      }
    }
  }
}

struct GateTests {
  @Test(arguments: Level.available, [false, true])
  func gatesMultiplyElements(level: Level, accumulate: Bool) throws {
    let table = try level.table()
    for count in sizes {
      let x = Matrix(random: 1, count)
      let y = Matrix(random: 1, count, seed: 2)
      let out = Matrix(1, count)
      table.gate_forward(x.start, y.start, count, out.start)
      expectClose(out) { x[$0, $1] * y[$0, $1] }
      let start = Matrix(random: 1, count, seed: 3)
      let gradient = start.copy()
      table.gate_backward(out.start, y.start, count, accumulate, gradient.start)
      expectClose(gradient) { out[$0, $1] * y[$0, $1] + (accumulate ? start[$0, $1] : 0) }
    }
  }
}
