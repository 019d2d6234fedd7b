/// The beginning of a translation in search.
struct PartialHypothesis {
  var tokens: [Int32] = []
  var logProbability: Float = 0
  var tokenScores: [Float] = []
  /// One row a token, where attention is recorded.
  var attention: [[Float]] = []
  /// How far it has come with the terms that it must have.
  var terms = TermProgress()

  /// The hypothesis with one more token.
  ///
  /// - Parameter isEnd: Whether that is the end mark, which counts but is not kept.
  func extended(
    by candidate: Continuation, isEnd: Bool, attention row: [Float]?
  ) -> PartialHypothesis {
    var next = self
    next.logProbability = candidate.logProbability
    next.tokenScores.append(candidate.logProbability - logProbability)
    if let row { next.attention.append(row) }
    if !isEnd {
      next.tokens.append(candidate.token)
    }
    return next
  }

  /// How much its tokens together looked at each source token.
  var coverage: [Float] {
    attention.reduce(into: Array(repeating: 0, count: attention.first?.count ?? 0)) { sums, row in
      for (index, value) in row.enumerated() { sums[index] += value }
    }
  }
}

/// One way to go on with a hypothesis.
struct Continuation {
  /// The number of the hypothesis among those of its sentence.
  var parent: Int
  var token: Int32
  /// Of the hypothesis with this token.
  var logProbability: Float

  /// Whether it comes before another: by probability, then in a fixed order.
  static func isBetter(_ one: Continuation, _ other: Continuation) -> Bool {
    (other.logProbability, one.parent, one.token) < (one.logProbability, other.parent, other.token)
  }
}
