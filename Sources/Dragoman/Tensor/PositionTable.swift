import Glibc

/// Constant vectors that tell positions apart by sines and cosines of geometrically growing wave
/// lengths (Vaswani et al. 2017, section 3.5): row p holds sin(p / 10000^(2i/D)) for i in 0 ..< D/2,
/// then the cosines. The paper interleaves the two; halves are what Marian and its many published
/// models have, and no model can tell the difference.
package final class PositionTable: Sendable {
  /// [positions, D]
  package let vectors: Tensor

  package init(positions: Int, columns: Int) {
    let half = columns / 2
    vectors = Tensor(
      base: .allocate(capacity: positions * columns), rows: positions, columns: columns)
    for position in 0..<positions {
      for i in 0..<half {
        let angle = Double(position) / pow(10_000, 2 * Double(i) / Double(columns))
        vectors[position, i] = Float(sin(angle))
        vectors[position, half + i] = Float(cos(angle))
      }
    }
  }

  deinit { vectors.base.deallocate() }
}
