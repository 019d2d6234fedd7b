import CKernels
import Testing

struct AdamTests {
  @Test(arguments: Level.available)
  func oneStepFollowsThePaper(level: Level) throws {
    let table = try level.table()
    for count in sizes {
      let gradients = Matrix(random: 1, count)
      let parameters = Matrix(random: 1, count, seed: 2)
      let first = Matrix(random: 1, count, seed: 3)
      let second = Matrix(1, count) { _, c in Float(c % 5) }
      let before = (parameters.copy(), first.copy(), second.copy())
      table.adam(
        parameters.start, gradients.start, first.start, second.start, count,
        0.5, 0.01, 0.9, 0.98, 1e-8, 0.19, 0.04)
      func moments(_ c: Int) -> (Double, Double) {
        let g = 0.5 * gradients[0, c]
        return (0.9 * before.1[0, c] + 0.1 * g, 0.98 * before.2[0, c] + 0.02 * g * g)
      }
      expectClose(first) { moments($1).0 }
      expectClose(second) { moments($1).1 }
      expectClose(parameters) { _, c in
        let (m, v) = moments(c)
        return before.0[0, c] - 0.01 * (m / 0.19) / ((v / 0.04).squareRoot() + 1e-8)
      }
    }
  }

  @Test(arguments: Level.available)
  func sums(level: Level) throws {
    let table = try level.table()
    for count in sizes + [0, 10_000] {
      let x = Matrix(random: 1, count)
      let y = Matrix(random: 1, count, seed: 2)
      let before = y.copy()
      let expected = (0..<count).reduce(0.0) { $0 + x[0, $1] * x[0, $1] }
      #expect(abs(table.sum_of_squares(x.start, count) - expected) <= 1e-12 * expected)
      table.add(x.start, count, y.start)
      expectClose(y) { x[0, $1] + before[0, $1] }
      let sum = before.copy()
      table.combine(sum.start, 0.75, x.start, -0.5, count, sum.start)
      expectClose(sum) { 0.75 * before[0, $1] - 0.5 * x[0, $1] }
    }
  }
}
