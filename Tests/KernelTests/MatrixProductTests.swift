import CKernels
import Testing

struct MatrixProductTests {
  /// Sizes around those of tiles and panels, and several panels with more rows than are copied at once.
  private static let shapes: [(rows: Int, columns: Int, depth: Int)] = [
    (1, 1, 1), (2, 3, 5), (6, 16, 32), (7, 17, 33), (13, 64, 65),
    (20, 100, 15), (5, 130, 600), (8, 64, 1024), (3, 5, 0),
    (203, 150, 530),
  ]

  @Test(arguments: Level.available)
  func productsOfMatricesAndTransposes(level: Level) throws {
    let table = try level.table()
    for shape in Self.shapes {
      for (transposedA, transposedB) in [
        (false, false), (false, true), (true, false), (true, true),
      ] {
        let a = Matrix(random: shape.rows, shape.depth, seed: 1)
        let b = Matrix(random: shape.depth, shape.columns, seed: 2)
        let (storedA, storedB) = (a.stored(transposedA), b.stored(transposedB))
        let bias = Matrix(random: 1, shape.columns, seed: 3)
        func product(_ n: Int, _ c: Int) -> Double {
          (0..<shape.depth).reduce(0) { $0 + a[n, $1] * b[$1, c] }
        }
        func run(_ bias: Matrix?, accumulate: Bool, into out: Matrix) {
          table.matrix_product(
            storedA.factor(transposed: transposedA), storedB.factor(transposed: transposedB),
            shape.rows, shape.columns, shape.depth, bias?.start, accumulate, out.start, out.stride)
        }
        let out = Matrix(random: shape.rows, shape.columns, gap: 3, seed: 4)
        let before = out.copy()
        run(nil, accumulate: true, into: out)
        expectClose(out, tolerance: 5e-5) { before[$0, $1] + product($0, $1) }
        run(nil, accumulate: false, into: out)
        expectClose(out, tolerance: 5e-5, product)
        run(bias, accumulate: false, into: out)
        expectClose(out, tolerance: 5e-5) { bias[0, $1] + product($0, $1) }
      }
    }
  }

  @Test(arguments: Level.available)
  func productsOfRoundedFactors(level: Level) throws {
    guard let multiply = try level.table().bfloat16_product else { return }
    for shape in Self.shapes + [(200, 5, 520), (800, 3, 40)] {
      for (transposedA, transposedB) in [
        (false, false), (false, true), (true, false), (true, true),
      ] {
        let a = Matrix(random: shape.rows, shape.depth, seed: 1)
        let b = Matrix(random: shape.depth, shape.columns, seed: 2)
        let (storedA, storedB) = (a.stored(transposedA), b.stored(transposedB))
        let (roundedA, roundedB) = (a.roundedToBFloat16(), b.roundedToBFloat16())
        let bias = Matrix(random: 1, shape.columns, seed: 3)
        func product(_ n: Int, _ c: Int) -> Double {
          (0..<shape.depth).reduce(0) { $0 + roundedA[n, $1] * roundedB[$1, c] }
        }
        for (start, accumulate) in [(nil, true), (nil, false), (bias, false)] {
          let out = Matrix(random: shape.rows, shape.columns, gap: 3, seed: 4)
          let before = out.copy()
          multiply(
            storedA.factor(transposed: transposedA), storedB.factor(transposed: transposedB),
            shape.rows, shape.columns, shape.depth, start?.start, accumulate, out.start, out.stride)
          expectClose(out, tolerance: 1e-4) {
            product($0, $1) + (accumulate ? before[$0, $1] : start?[0, $1] ?? 0)
          }
        }
      }
    }
  }

  @Test(arguments: Level.available)
  func transposedCopies(level: Level) throws {
    let table = try level.table()
    for rows in sizes {
      for columns in sizes {
        let x = Matrix(random: rows, columns, gap: 2)
        let out = Matrix(columns, rows, gap: 3)
        table.copy_transposed(x.start, x.stride, rows, columns, out.start, out.stride)
        expectClose(out, tolerance: 0) { x[$1, $0] }
      }
    }
  }

  @Test(arguments: Level.available)
  func sumsOfColumns(level: Level) throws {
    let table = try level.table()
    for columns in sizes + [64, 128, 200] {
      let x = Matrix(random: 5, columns)
      let sums = Matrix(random: 1, columns, seed: 2)
      let before = sums.copy()
      table.add_column_sums(x.start, 5, columns, sums.start)
      expectClose(sums) { _, c in before[0, c] + (0..<5).reduce(0) { $0 + x[$1, c] } }
    }
  }
}

extension Matrix {
  /// This matrix or its transpose, with a gap between rows.
  fileprivate func stored(_ transposed: Bool) -> Matrix {
    transposed
      ? Matrix(columns, rows, gap: 2) { Float(self[$1, $0]) }
      : Matrix(rows, columns, gap: 2) { Float(self[$0, $1]) }
  }

  /// Each number's nearest bfloat16, and of two equally near that with an even last bit.
  fileprivate func roundedToBFloat16() -> Matrix {
    Matrix(rows, columns) { row, column in
      let bits = Float(self[row, column]).bitPattern
      return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
    }
  }

  fileprivate func factor(transposed: Bool) -> factor {
    CKernels.factor(start: start, stride: stride, transposed: transposed)
  }
}
