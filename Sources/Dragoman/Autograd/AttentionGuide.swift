internal import Glibc

/// Where the queries of an attention should look, and how far from it they are: a part of the loss by which
/// attention learns to align words (guided alignment, Chen et al. 2016; Garg et al. 2019, section 3.3).
///
/// What is guided is the mean of the heads' probabilities, which is what ``AttentionObserver`` shows.
package final class AttentionGuide {
  /// [queries] The row of the key that each should look at; -1 for those that are free.
  private let keys: [Int32]
  /// Factor on the gradient.
  private let scale: Float
  /// The sum of -log p of the keys that should be looked at.
  package private(set) var loss = 0.0

  /// The least p in -log p, which bounds its gradient.
  private static let leastProbability: Float = 1e-6

  package init(keys: [Int32], scale: Float) {
    self.keys = keys
    self.scale = scale
  }

  /// Adds to the loss, and returns its gradient with respect to every head's probabilities, group after
  /// group as a [T, S] matrix.
  func guidance(
    for probabilities: UnsafePointer<Float>, _ layout: AttentionLayout, heads: Int, in arena: Arena
  ) -> UnsafePointer<Float> {
    let gradient = arena.floats(layout.pairs)
    gradient.update(repeating: 0, count: layout.pairs)
    var first = 0
    for group in 0..<layout.queryOffsets.count - 1 {
      let (queries, keyCount) = (layout.queries(of: group), layout.keys(of: group))
      let firstQuery = Int(layout.queryOffsets[group])
      let firstKey = layout.keyOffsets[group]
      for query in 0..<queries where keys[firstQuery + query] >= 0 {
        let cell = query * keyCount + Int(keys[firstQuery + query] - firstKey)
        let sum = (0..<heads).reduce(Float(0)) { sum, head in
          sum + probabilities[heads * first + head * queries * keyCount + cell]
        }
        let mean = max(sum / Float(heads), Self.leastProbability)
        loss -= Double(log(mean))
        gradient[first + cell] = -scale / (Float(heads) * mean)
      }
      first += queries * keyCount
    }
    return UnsafePointer(gradient)
  }
}
