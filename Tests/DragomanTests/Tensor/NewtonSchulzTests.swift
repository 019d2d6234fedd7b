import Testing

import Dragoman

@Suite struct NewtonSchulzTests {
  /// Sizes around those of panels and of the parts of symmetric products.
  static let shapes = [
    (1, 1), (1, 7), (9, 1), (16, 16), (33, 70), (70, 33), (130, 130), (300, 140),
  ]

  private let arena = Arena()

  private func random(_ rows: Int, _ columns: Int, seed: UInt64 = 1) -> Tensor {
    let tensor = arena.tensor(rows: rows, columns: columns)
    var stream = RandomStream(seed: seed, UInt64(rows), UInt64(columns))
    for place in 0..<tensor.count { tensor.base[place] = 2 * stream.uniform() - 1 }
    return tensor
  }

  /// X ← (aI + bA + cA²) X, five times, as the paper has it.
  private func reference(_ x: Tensor) -> [[Double]] {
    let isWide = x.rows <= x.columns
    let (rows, columns) = (min(x.rows, x.columns), max(x.rows, x.columns))
    var values = (0..<rows).map { row in
      (0..<columns).map { Double(isWide ? x[row, $0] : x[$0, row]) }
    }
    let norm = values.joined().reduce(0) { $0 + $1 * $1 }.squareRoot() + 1e-7
    values = values.map { $0.map { $0 / norm } }
    func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
      a.map { row in
        var sum = [Double](repeating: 0, count: b[0].count)
        for (factor, other) in zip(row, b) {
          for column in sum.indices { sum[column] += factor * other[column] }
        }
        return sum
      }
    }
    for _ in 0..<5 {
      let gram = values.map { one in values.map { zip(one, $0).reduce(0) { $0 + $1.0 * $1.1 } } }
      var step = product(gram, gram)
      for row in 0..<rows {
        for column in 0..<rows {
          step[row][column] =
            2.0315 * step[row][column] - 4.7750 * gram[row][column]
            + (row == column ? 3.4445 : 0)
        }
      }
      values = product(step, values)
    }
    if isWide { return values }
    return (0..<columns).map { column in values.map { $0[column] } }
  }

  private func difference(_ x: Tensor, _ expected: [[Double]]) -> Double {
    var (error, length) = (0.0, 0.0)
    for row in 0..<x.rows {
      for column in 0..<x.columns {
        error +=
          (Double(x[row, column]) - expected[row][column])
          * (Double(x[row, column]) - expected[row][column])
        length += expected[row][column] * expected[row][column]
      }
    }
    return (error / length).squareRoot()
  }

  @Test(arguments: shapes) func fiveStepsFollowThePaper(_ shape: (rows: Int, columns: Int)) {
    let x = random(shape.rows, shape.columns)
    let expected = reference(x)
    #expect(difference(x.orthogonalized(precision: .float32, in: arena), expected) < 1e-3)
  }

  @Test(.enabled(if: ProductPrecision.bfloat16.isAvailable), arguments: shapes)
  func roundingDoesLittle(_ shape: (rows: Int, columns: Int)) {
    let x = random(shape.rows, shape.columns)
    let expected = reference(x)
    #expect(difference(x.orthogonalized(precision: .bfloat16, in: arena), expected) < 0.2)
  }

  /// A matrix of low rank, as gradients nearly are, keeps it: rounding gives it no other directions.
  @Test(arguments: ProductPrecision.allCases.filter(\.isAvailable), [1, 4])
  func missingDirectionsStayMissing(_ precision: ProductPrecision, rank: Int) {
    let (left, right) = (random(96, rank), random(rank, 80))
    let x = arena.tensor(rows: 96, columns: 80)
    arena.device.multiply(left, right, into: x, precision: .float32)
    let expected = reference(x)
    #expect(difference(x.orthogonalized(precision: precision, in: arena), expected) < 0.15)
  }

  @Test func nothingStaysNothing() {
    let x = arena.zeros(rows: 20, columns: 30)
    #expect(x.orthogonalized(precision: .float32, in: arena).values.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [1, 63, 64, 65, 130, 300])
  func symmetricProductsAreProducts(_ side: Int) {
    let x = random(side, 50)
    let (whole, halved) = (random(side, side), random(side, side, seed: 2))
    for isTransposed in [false, true] {
      if isTransposed {
        let transpose = random(50, side, seed: 3)
        arena.device.multiply(
          transpose.transposed, transpose, into: whole, precision: .float32)
        arena.device.multiplySymmetric(
          transpose.transposed, transpose, into: halved, precision: .float32)
      } else {
        arena.device.multiply(x, x.transposed, into: whole, precision: .float32)
        arena.device.multiplySymmetric(x, x.transposed, into: halved, precision: .float32)
      }
      #expect(largestDifference(whole.values, halved.values) < 1e-4)
    }
  }
}
