/// A sentence in search: its hypotheses, unfinished and finished.
struct ActiveSentence {
  let number: Int
  /// What its candidates leave of each model's output layer; empty if all tokens may come.
  let output: [OutputSelection]
  private let task: SearchTask
  private let options: DecodingOptions
  private let end: Int32
  private let restrictions: Restrictions
  private let lengths: ClosedRange<Int>
  private(set) var partials: [PartialHypothesis]
  private var finished: [(hypothesis: Hypothesis, isComplete: Bool)] = []

  /// - Parameter end: The end mark.
  init(
    number: Int, task: SearchTask, options: DecodingOptions, end: Int32, maximumPositions: Int,
    output: [OutputSelection]
  ) {
    self.number = number
    self.output = output
    self.task = task
    self.options = options
    self.end = end
    restrictions = options.restrictions.and(task.restrictions)
    let range = options.lengths.range(source: task.source.count, positions: maximumPositions)
    // What is given has the length it has, and terms need room.
    let longest = max(range.upperBound + task.terms.reduce(0) { $0 + $1.count }, task.prefix.count)
    lengths = range.lowerBound...max(min(longest, maximumPositions), range.lowerBound)
    partials = [PartialHypothesis(terms: TermProgress(task.terms))]
  }

  var isDone: Bool { partials.isEmpty }

  /// The translations found, best first. One that became too long before it had all of its terms comes
  /// after those that have them.
  var found: [Hypothesis] {
    finished.sorted {
      ($0.isComplete ? 1 : 0, $0.hypothesis.score) > ($1.isComplete ? 1 : 0, $1.hypothesis.score)
    }.prefix(options.beamSize).map(\.hypothesis)
  }

  /// What must be changed in the logits for a hypothesis's next token.
  func adjustments(for partial: PartialHypothesis, row: Int) -> [LogitAdjustment] {
    guard forcedToken(of: partial) == nil else { return [] }
    let mayEnd = partial.tokens.count + 1 >= lengths.lowerBound && partial.terms.isComplete
    return restrictions.adjustments(
      for: partial.tokens, row: row, forbiddenEnd: mayEnd ? nil : end)
  }

  /// Tokens whose scores are needed for a hypothesis even if they are unlikely, each once.
  func wantedTokens(of partial: PartialHypothesis) -> [Int32] {
    forcedToken(of: partial).map { [$0] } ?? Array(Set(partial.terms.nextTokens)).sorted()
  }

  private func forcedToken(of partial: PartialHypothesis) -> Int32? {
    partial.tokens.count < task.prefix.count ? task.prefix[partial.tokens.count] : nil
  }

  /// Takes one step: ends become finished hypotheses, the best others go on.
  ///
  /// The sentence is done, without partial hypotheses, when it has become as long as it may, or when it
  /// has as many finished hypotheses as the beam holds and the best of them scores no less than the
  /// best partial one so far. Without the latter, ends that are unlikely at every token would together
  /// cut a likely translation short.
  ///
  /// - Parameters:
  ///   - top: The likeliest next tokens.
  ///   - rows: Those of the sentence's hypotheses, in order.
  ///   - attention: How its hypotheses, and maybe others after them, looked at their sources; empty if
  ///     not recorded.
  /// - Returns: For each new partial hypothesis, the number of the one that it continues.
  mutating func advance(
    with top: TopTokens, rows: Range<Int>, attention: ArraySlice<[Float]>
  ) -> [Int] {
    var next: [PartialHypothesis] = []
    var parents: [Int] = []
    for candidate in chosen(from: candidates(top, rows)) where next.count < options.beamSize {
      let row = attention.isEmpty ? nil : attention[attention.startIndex + candidate.parent]
      let isEnd = candidate.token == end
      let hypothesis = partials[candidate.parent].extended(
        by: candidate, isEnd: isEnd, attention: row)
      if isEnd {
        finished.append(finish(hypothesis))
      } else {
        next.append(hypothesis)
        parents.append(candidate.parent)
      }
    }
    if let length = next.first?.tokens.count, length >= lengths.upperBound {
      finished += next.map(finish)
      next = []
    } else if options.sampling == nil, finished.count >= options.beamSize, let best = next.first {
      let limit = score(best)
      if finished.contains(where: { $0.hypothesis.score >= limit }) { next = [] }
    }
    partials = next
    return next.isEmpty ? [] : parents
  }

  /// The ways to go on with the hypotheses.
  private func candidates(_ top: TopTokens, _ rows: Range<Int>) -> [Continuation] {
    var candidates: [Continuation] = []
    for (parent, (row, partial)) in zip(rows, partials).enumerated() {
      func add(_ token: Int32, _ score: Float) {
        candidates.append(
          Continuation(
            parent: parent, token: token, logProbability: partial.logProbability + score))
      }
      let answers = top.answers(inRow: row)
      if forcedToken(of: partial) != nil {
        for (token, score) in answers { add(token, score) }
        continue
      }
      let likeliest = row * top.width..<(row + 1) * top.width
      if let sampling = options.sampling {
        // The first time all translations are drawn from one distribution, then each from its own.
        let draws =
          partial.tokens.count == task.prefix.count ? 0..<options.beamSize : parent..<parent + 1
        for draw in draws {
          var randomness = RandomStream(
            seed: sampling.seed, task.randomKey, UInt64(draw), UInt64(partial.tokens.count))
          let place = likeliest.lowerBound + sampling.draw(from: top.scores[likeliest], &randomness)
          add(top.tokens[place], top.scores[place])
        }
        continue
      }
      for place in likeliest where top.scores[place] > -.infinity {
        add(top.tokens[place], top.scores[place])
      }
      for (token, score) in answers
      where score > -.infinity && !top.tokens[likeliest].contains(token) {
        add(token, score)
      }
    }
    return candidates
  }

  /// Candidates in the order in which they fill the beam.
  ///
  /// Without terms the best come first. With terms the beam is shared out by how much of the terms is
  /// there (dynamic beam allocation; Post & Vilar 2018): the best of those that have most, the best of
  /// those that have less and so on, then the second best of each.
  private func chosen(from candidates: [Continuation]) -> [Continuation] {
    if options.sampling != nil { return candidates }
    let sorted = candidates.sorted(by: Continuation.isBetter)
    guard !task.terms.isEmpty else { return sorted }
    var rank: [Int: Int] = [:]
    let ranked = sorted.map { candidate in
      var terms = partials[candidate.parent].terms
      terms.advance(by: candidate.token)
      let met = terms.met(of: task.terms)
      rank[met, default: 0] += 1
      return (rank: rank[met, default: 0], met: met, candidate: candidate)
    }
    return ranked.sorted {
      ($0.rank, -$0.met) < ($1.rank, -$1.met)
    }.map(\.candidate)
  }

  private func finish(
    _ partial: PartialHypothesis
  ) -> (hypothesis: Hypothesis, isComplete: Bool) {
    let probabilities = options.needsProbabilities
    let hypothesis = Hypothesis(
      tokens: partial.tokens, logProbability: probabilities ? partial.logProbability : 0,
      score: probabilities ? score(partial) : 0,
      tokenScores: probabilities ? partial.tokenScores : [],
      attention: options.recordsAttention ? partial.attention : [])
    return (hypothesis, partial.terms.isComplete)
  }

  /// Of a hypothesis with all the tokens that have a score, the end mark's among them.
  private func score(_ partial: PartialHypothesis) -> Float {
    options.penalties.score(
      partial.logProbability, length: partial.tokenScores.count,
      coverage: options.penalties.coverage > 0 ? partial.coverage : [])
  }
}
