import Glibc

extension Sampling {
  /// Draws one token.
  ///
  /// - Parameters:
  ///   - scores: Log-probabilities of the likeliest tokens, best first.
  ///   - randomness: Decides.
  /// - Returns: The place of the token among them.
  func draw(from scores: ArraySlice<Float>, _ randomness: inout RandomStream) -> Int {
    guard let best = scores.first else { return 0 }
    let weights = scores.prefix(topK).map { exp(($0 - best) / temperature) }
    let total = weights.reduce(0, +)
    // The nucleus: as few of the first as have the probability together, and one at least.
    var sum: Float = 0
    let nucleus = weights.prefix { weight in
      defer { sum += weight }
      return sum < topP * total
    }
    var rest = randomness.uniform() * nucleus.reduce(0, +)
    for (place, weight) in nucleus.enumerated() {
      rest -= weight
      if rest < 0 { return place }
    }
    return max(0, nucleus.count - 1)
  }
}
