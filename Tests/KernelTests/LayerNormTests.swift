import CKernels
import Testing

struct LayerNormTests {
  let rows = 3
  let epsilon = 1e-3

  /// Mean and inverse deviation of a row.
  func moments(_ x: Matrix, _ row: Int) -> (mean: Double, inverse: Double) {
    let values = (0..<x.columns).map { x[row, $0] }
    let mean = values.reduce(0, +) / Double(x.columns)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.columns)
    return (mean, 1 / (variance + epsilon).squareRoot())
  }

  /// The gradient of a row of x, element by element.
  func gradient(_ x: Matrix, _ out: Matrix, _ gain: Matrix, _ row: Int) -> [Double] {
    let (mean, inverse) = moments(x, row)
    let columns = Double(x.columns)
    let normal = (0..<x.columns).map { (x[row, $0] - mean) * inverse }
    let g = (0..<x.columns).map { out[row, $0] * gain[0, $0] }
    let meanG = g.reduce(0, +) / columns
    let meanProduct = zip(g, normal).reduce(0) { $0 + $1.0 * $1.1 } / columns
    return zip(g, normal).map { ($0 - meanG - $1 * meanProduct) * inverse }
  }

  @Test(arguments: Level.available)
  func forwardNormalisesEveryRow(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      let x = Matrix(random: rows, columns)
      let gain = Matrix(random: 1, columns, seed: 2)
      let bias = Matrix(random: 1, columns, seed: 3)
      let out = Matrix(rows, columns)
      let mean = Matrix(rows, 1)
      let inverse = Matrix(rows, 1)
      table.layer_norm_forward(
        x.start, gain.start, bias.start, Float(epsilon), rows, columns,
        out.start, mean.start, inverse.start)
      expectClose(mean) { row, _ in moments(x, row).mean }
      expectClose(inverse) { row, _ in moments(x, row).inverse }
      expectClose(out, tolerance: 1e-5) { row, c in
        let (mean, inverse) = moments(x, row)
        return (x[row, c] - mean) * inverse * gain[0, c] + bias[0, c]
      }
    }
  }

  /// A row's norm has the same bits alone and among others.
  @Test(arguments: Level.available)
  func rowsDoNotDependOnOthers(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      let x = Matrix(random: rows, columns)
      let gain = Matrix(random: 1, columns, seed: 2)
      let out = Matrix(rows, columns)
      let alone = Matrix(1, columns)
      let mean = Matrix(rows, 1)
      let inverse = Matrix(rows, 1)
      table.layer_norm_forward(
        x.start, gain.start, gain.start, Float(epsilon), rows, columns,
        out.start, mean.start, inverse.start)
      for row in 0..<rows {
        table.layer_norm_forward(
          x.start + row * columns, gain.start, gain.start, Float(epsilon), 1, columns,
          alone.start, mean.start, inverse.start)
        #expect(alone.row(0) == out.row(row))
      }
    }
  }

  @Test(arguments: Level.available)
  func residualFormIsTheTwoSteps(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      let x = Matrix(random: rows, columns)
      let y = Matrix(random: rows, columns, seed: 2)
      let gain = Matrix(random: 1, columns, seed: 3)
      let bias = Matrix(random: 1, columns, seed: 4)
      let results = (0..<2).map { _ in Matrix(2 * rows + 2, max(columns, rows)) }
      let count = rows * columns
      for (step, result) in results.enumerated() {
        let sum = result.start
        let out = sum + count
        let mean = out + count
        let inverse = mean + rows
        if step == 0 {
          table.residual_norm_forward(
            x.start, y.start, .third, gain.start, bias.start, Float(epsilon), rows, columns,
            sum, out, mean, inverse)
        } else {
          table.residual_forward(x.start, y.start, .third, count, sum)
          table.layer_norm_forward(
            sum, gain.start, bias.start, Float(epsilon), rows, columns, out, mean, inverse)
        }
      }
      expectClose(results[0], tolerance: 0) { results[1][$0, $1] }
    }
  }

  @Test(arguments: Level.available)
  func backwardAddsOrOverwrites(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      for accumulate in [false, true] {
        let x = Matrix(random: rows, columns)
        let out = Matrix(random: rows, columns, seed: 2)
        let gain = Matrix(random: 1, columns, seed: 3)
        let mean = Matrix(rows, 1) { row, _ in Float(moments(x, row).mean) }
        let inverse = Matrix(rows, 1) { row, _ in Float(moments(x, row).inverse) }
        let gradients = (0..<rows).map { gradient(x, out, gain, $0) }
        let start = Matrix(random: rows, columns, seed: 4)
        let gainStart = Matrix(random: 1, columns, seed: 5)
        let drop = dropout.third

        let xGradient = start.copy()
        let gainGradient = gainStart.copy()
        let biasGradient = gainStart.copy()
        table.layer_norm_backward(
          out.start, x.start, gain.start, mean.start, inverse.start, rows, columns, accumulate,
          xGradient.start, gainGradient.start, biasGradient.start)
        expectClose(xGradient, tolerance: 1e-5) {
          gradients[$0][$1] + (accumulate ? start[$0, $1] : 0)
        }
        expectClose(gainGradient, tolerance: 1e-5) { _, c in
          (0..<rows).reduce(gainStart[0, c]) {
            $0 + out[$1, c] * (x[$1, c] - mean[$1, 0]) * inverse[$1, 0]
          }
        }
        expectClose(biasGradient) { _, c in
          (0..<rows).reduce(gainStart[0, c]) { $0 + out[$1, c] }
        }

        for accumulateY in [false, true] {
          let yGradient = start.copy()
          let xAgain = start.copy()
          table.residual_norm_backward(
            out.start, x.start, drop, gain.start, mean.start, inverse.start, rows, columns,
            accumulate, accumulateY,
            xAgain.start, yGradient.start, gainGradient.start, biasGradient.start)
          expectClose(xAgain, tolerance: 0) { xGradient[$0, $1] }
          expectClose(yGradient, tolerance: 1e-5) { row, c in
            gradients[row][c] * drop.factor(row * columns + c)
              + (accumulateY ? start[row, c] : 0)
          }
        }
      }
    }
  }
}
