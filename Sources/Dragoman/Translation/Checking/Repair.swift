extension TranslatedSentence {
  /// Whether it has a problem that another search may mend; constraints have been searched for.
  var isRepairable: Bool { problems.contains { ![.term, .forbidden, .untranslated].contains($0) } }

  /// Whether a translation under constraints is better than the one whose problems it is to mend.
  ///
  /// It has fewer problems; it is not so long that it cannot be a translation, to which terms that do not
  /// fit may lead; and beside these the model finds it about as likely, at most a factor of e a token less.
  ///
  /// - Parameter task: What was searched for.
  func isRepair(of faulty: TranslatedSentence, _ task: SearchTask) -> Bool {
    guard problems.count < faulty.problems.count, let found = hypotheses.first,
      found.tokens.count <= 2 * sourceTokens.count + 5
    else { return false }
    guard let before = faulty.hypotheses.first?.meanScore(), !faulty.problems.contains(.loop) else {
      return true
    }
    let given = task.constraints?.weight ?? 0
    return found.meanScore(besides: given).map { $0 >= before - 1 } ?? true
  }
}

extension TranslatedHypothesis {
  /// The mean log-probability of its tokens but so many of the least likely; `nil` where there is none.
  fileprivate func meanScore(besides count: Int = 0) -> Float? {
    let scores = tokenScores.sorted(by: >).dropLast(count)
    return scores.isEmpty ? nil : scores.reduce(0, +) / Float(scores.count)
  }
}
