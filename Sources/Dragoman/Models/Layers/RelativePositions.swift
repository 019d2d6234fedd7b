import Glibc

/// How many distances between tokens are told apart (T5, Raffel et al. 2020, section 2.1).
package struct RelativePositionShape: Sendable, Equatable {
  /// Learned numbers for each head: half of them for single distances, the others for ranges of distances that
  /// grow as logarithms do.
  var buckets: Int
  /// From this distance on all are alike.
  var maximumDistance: Int

  package init(buckets: Int, maximumDistance: Int) {
    self.buckets = buckets
    self.maximumDistance = maximumDistance
  }
}

/// Learned biases of attention's scores, by how far a key is behind its query. All layers of a stack share them.
struct RelativePositions: Sendable {
  /// [buckets, heads]
  private let table: Parameter
  private let shape: RelativePositionShape
  private let isCausal: Bool

  /// - Parameter isCausal: Whether queries see no keys behind them, so that no bucket is for those.
  init(
    _ name: String, _ shape: RelativePositionShape, heads: Int, isCausal: Bool,
    _ layout: inout ParameterLayout
  ) {
    table = layout.matrix(
      "\(name).relativePositions.weight", rows: shape.buckets, columns: heads, .normal(0.05))
    layout.addTable(table)
    self.shape = shape
    self.isCausal = isCausal
  }

  /// The biases of sequences, [heads, 2S - 1]: of distances from 1 - S to S - 1.
  ///
  /// - Parameter longest: The most keys that a query sees, S; at least 1.
  func callAsFunction(upTo longest: Int, on tape: Tape) -> Variable {
    let distances = 1 - longest...longest - 1
    return tape.columns(
      of: table, at: distances.map { shape.bucket(of: $0, isCausal: isCausal) })
  }
}

extension RelativePositionShape {
  /// The bucket of a distance, from a query to a key behind it. In float32 as in Transformers, where a distance
  /// on the edge of two buckets would else be in the other.
  package func bucket(of distance: Int, isCausal: Bool) -> Int32 {
    // Without causality, half of the buckets are for keys behind the query.
    let half = isCausal ? buckets : buckets / 2
    let first = !isCausal && distance > 0 ? half : 0
    let size = isCausal ? max(0, -distance) : abs(distance)
    let single = half / 2
    guard size >= single else { return Int32(first + size) }
    let logarithm =
      logf(Float(size) / Float(single)) / Float(log(Double(maximumDistance) / Double(single)))
    let range = single + Int(logarithm * Float(half - single))
    return Int32(first + min(range, half - 1))
  }
}
