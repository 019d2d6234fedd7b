import Glibc

/// Constant vectors that tell positions apart by sines and cosines of geometrically growing wave
/// lengths (Vaswani et al. 2017, section 3.5): row p holds sin(p / 10000^(i/n)) for i in 0 ..< D/2,
/// then the cosines. In the paper n is D/2; in tensor2tensor it is D/2 - 1. The paper interleaves the two;
/// halves are what Marian and its many published models have, and no model can tell the difference.
package final class PositionTable: Sendable {
  /// [positions, D]
  package let vectors: Tensor

  /// - Parameter steps: n, D/2 where there is none.
  package init(positions: Int, columns: Int, steps: Int? = nil) {
    let half = columns / 2
    vectors = Tensor(
      base: .allocate(capacity: positions * columns), rows: positions, columns: columns)
    let frequencies = (0..<half).map { pow(10_000, -Double($0) / Double(steps ?? half)) }
    // Few sines are computed: those of other positions are sums of angles.
    let step = 32
    let near = (0..<min(step, positions)).map { position in frequencies.map { angle($0, position) }
    }
    for first in stride(from: 0, to: positions, by: step) {
      let far = frequencies.map { angle($0, first) }
      for position in first..<min(first + step, positions) {
        for (i, (a, b)) in zip(far, near[position - first]).enumerated() {
          vectors[position, i] = Float(a.sine * b.cosine + a.cosine * b.sine)
          vectors[position, half + i] = Float(a.cosine * b.cosine - a.sine * b.sine)
        }
      }
    }
  }

  deinit { vectors.base.deallocate() }
}

private func angle(_ frequency: Double, _ position: Int) -> (sine: Double, cosine: Double) {
  (sin(frequency * Double(position)), cos(frequency * Double(position)))
}
