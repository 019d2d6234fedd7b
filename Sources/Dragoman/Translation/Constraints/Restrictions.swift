extension Restrictions {
  /// These and others, the stricter of each.
  func and(_ other: Restrictions) -> Restrictions {
    var both = self
    both.repetitionPenalty = max(repetitionPenalty, other.repetitionPenalty)
    both.noRepeatNGram = [noRepeatNGram, other.noRepeatNGram].filter { $0 > 0 }.min() ?? 0
    return both
  }

  /// Changes of the logits for the next token of a hypothesis.
  ///
  /// - Parameters:
  ///   - row: Of the logits.
  ///   - end: The end mark if it may not come yet.
  func adjustments(for tokens: [Int32], row: Int, forbiddenEnd end: Int32?) -> [LogitAdjustment] {
    var adjustments: [LogitAdjustment] = []
    if repetitionPenalty != 1 {
      adjustments += Set(tokens).map {
        LogitAdjustment(row: row, token: $0, .penalize(repetitionPenalty))
      }
    }
    var banned = Set(repeatedNGramEnds(tokens))
    if let end { banned.insert(end) }
    return adjustments + banned.map { LogitAdjustment(row: row, token: $0, .forbid) }
  }

  /// Tokens that would write an n-gram once more.
  private func repeatedNGramEnds(_ tokens: [Int32]) -> [Int32] {
    guard noRepeatNGram > 0, tokens.count >= noRepeatNGram else { return [] }
    let begin = tokens.suffix(noRepeatNGram - 1)
    return (0...tokens.count - noRepeatNGram).compactMap { start in
      let end = start + noRepeatNGram - 1
      return tokens[start..<end].elementsEqual(begin) ? tokens[end] : nil
    }
  }
}
