import CKernels
import Testing

struct ResidualTests {
  @Test(arguments: Level.available)
  func forwardAddsWhatIsKept(level: Level) throws {
    let table = try level.table()
    for count in sizes {
      for drop in [dropout.off, .third] {
        let x = Matrix(random: 1, count)
        let y = Matrix(random: 1, count, seed: 2)
        let sum = Matrix(1, count)
        table.residual_forward(x.start, y.start, drop, count, sum.start)
        expectClose(sum) { x[0, $1] + y[0, $1] * drop.factor($1) }
      }
    }
  }

  @Test(arguments: Level.available)
  func backwardOverwritesOrAdds(level: Level) throws {
    let table = try level.table()
    for count in sizes {
      for drop in [dropout.off, .third] {
        let gradient = Matrix(random: 1, count)
        let result = Matrix(random: 1, count, seed: 2)
        table.residual_backward(gradient.start, drop, count, false, result.start)
        expectClose(result) { gradient[0, $1] * drop.factor($1) }
        table.residual_backward(gradient.start, drop, count, true, result.start)
        expectClose(result) { 2 * gradient[0, $1] * drop.factor($1) }
      }
    }
  }

  /// The share of dropped elements is the rate, and another key drops others.
  @Test(arguments: Level.available)
  func masksAreRandom(level: Level) throws {
    let table = try level.table()
    let count = 100_000
    let zeros = Matrix(1, count)
    let ones = Matrix(1, count) { _, _ in 1 }
    let masks = [UInt64(7), 8, 7 << 32].map { key in
      let mask = Matrix(1, count)
      table.residual_forward(
        zeros.start, ones.start,
        dropout(key: key, threshold: UInt32(0.25 * 0x1p32), scale: 4 / 3), count, mask.start)
      return mask.row(0).map { $0 == 0 }
    }
    for mask in masks {
      let share = Double(mask.count { $0 }) / Double(count)
      #expect(abs(share - 0.25) < 0.01)
    }
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
      let both = zip(masks[one], masks[other]).count { $0 && $1 }
      #expect(abs(Double(both) / Double(count) - 0.0625) < 0.005)
    }
  }
}
