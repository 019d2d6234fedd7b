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
  private let constraints: LexicalConstraints?
  private static let logOfOneHalf: Float = -0.6931
  /// Tokens after which a loop is one.
  private static let longLoop = 48
  private var finished: [Finished] = []

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
    constraints = task.constraints?.after(
      prefix: task.prefix, withTerms: options.sampling == nil)
    // What is given may be longer, and terms need room.
    let longest = max(range.upperBound + (constraints?.weight ?? 0), task.prefix.count)
    lengths = range.lowerBound...max(min(longest, maximumPositions), range.lowerBound)
    partials = [
      PartialHypothesis(terms: constraints?.progress(of: [], after: nil) ?? TermProgress())
    ]
  }

  var isDone: Bool { partials.isEmpty }

  /// Tokens of the source.
  var length: Int { task.source.count }

  /// The translations found, best first. Those that lack terms come after those that have them.
  var found: [Hypothesis] {
    finished.sorted {
      ($0.terms.met, $0.hypothesis.score) > ($1.terms.met, $1.hypothesis.score)
    }.prefix(options.beamSize).map(\.hypothesis)
  }

  /// What must be changed in the logits for a hypothesis's next token.
  func adjustments(for partial: PartialHypothesis, row: Int) -> [LogitAdjustment] {
    guard forcedToken(of: partial) == nil else { return [] }
    let mayEnd = partial.tokens.count + 1 >= lengths.lowerBound
    return restrictions.adjustments(
      for: partial.tokens, row: row, forbiddenEnd: mayEnd ? nil : end)
  }

  /// Tokens whose scores are needed for a hypothesis even if they are unlikely, each once.
  func wantedTokens(of partial: PartialHypothesis) -> [Int32] {
    if let forced = forcedToken(of: partial) { return [forced] }
    let mayBeAsked = !partial.terms.isComplete || !partial.terms.open.isEmpty
    return mayBeAsked ? partial.terms.continuations.keys.sorted() + [end] : []
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
      var hypothesis = partials[candidate.parent].extended(
        by: candidate, isEnd: isEnd, attention: row)
      if let constraints, hypothesis.tokens.count >= task.prefix.count {
        let parent = partials[candidate.parent]
        guard constraints.allow(parent, adding: isEnd ? nil : candidate.token) else { continue }
        if !isEnd {
          hypothesis.terms = constraints.progress(of: hypothesis.tokens, after: parent.terms)
        }
      }
      if isEnd {
        finished.append(finish(hypothesis))
      } else {
        next.append(hypothesis)
        parents.append(candidate.parent)
      }
    }
    if let constraints, !constraints.terms.isEmpty {
      let goesOn = next.map { !isPadded($0) }
      (next, parents) = (next.keeping(goesOn), parents.keeping(goesOn))
    }
    let isLost = options.sampling == nil && next.first.map(isLooping) ?? false
    if let length = next.first?.tokens.count, length >= lengths.upperBound || isLost {
      let allowed = next.filter { constraints?.allow($0, adding: nil) ?? true }
      finished += (finished.isEmpty && allowed.isEmpty ? next : allowed).map(finish)
      next = []
    } else if options.sampling == nil, isFull, let best = next.first {
      let limit = score(best)
      if finished.contains(where: { $0.hypothesis.score >= limit }) { next = [] }
    }
    // Where every way to go on is forbidden, what there is must do.
    if next.isEmpty, finished.isEmpty { finished = partials.map(finish) }
    partials = next
    return next.isEmpty ? [] : parents
  }

  /// Whether a hypothesis has said one thing again and again for long, as its source does not: it would go on
  /// until it is as long as it may be.
  private func isLooping(_ partial: PartialHypothesis) -> Bool {
    let count = partial.tokens.count - task.prefix.count
    guard count >= Self.longLoop, count.isMultiple(of: 8) else { return false }
    return partial.tokens.suffix(Self.longLoop).isPeriodic && !sourceLoops
  }

  /// Whether the source says one thing again and again.
  private var sourceLoops: Bool {
    let parts = stride(from: 0, to: max(task.source.count - Self.longLoop / 2, 0), by: 8)
    return parts.contains { task.source[$0...].prefix(Self.longLoop / 2).isPeriodic }
  }

  /// Whether there are as many translations with all their terms as the beam holds.
  private var isFull: Bool { finished.count(where: \.terms.isComplete) >= options.beamSize }

  /// Whether a hypothesis that lacks terms goes on although another that has as many of them has ended and
  /// is likelier. The mean over the length would make up for that in time: full stops after a
  /// sentence's end are likely ones.
  private func isPadded(_ partial: PartialHypothesis) -> Bool {
    guard !partial.terms.isComplete, !partial.terms.isWriting else { return false }
    return finished.contains {
      $0.terms.met >= partial.terms.met && $0.logProbability >= partial.logProbability
    }
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
        for number in draws {
          var randomness = RandomStream(
            seed: sampling.seed, task.randomKey, UInt64(number), UInt64(partial.tokens.count))
          if let place = draw(from: likeliest, of: top, partial, sampling, &randomness) {
            add(top.tokens[place], top.scores[place])
          }
        }
        continue
      }
      if let end = expectedEnd(of: partial, answers) {
        add(self.end, end)
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

  /// The place of a token that is drawn; one that would write a forbidden word is drawn again.
  private func draw(
    from likeliest: Range<Int>, of top: TopTokens, _ partial: PartialHypothesis,
    _ sampling: Sampling, _ randomness: inout RandomStream
  ) -> Int? {
    guard let constraints else {
      return likeliest.lowerBound + sampling.draw(from: top.scores[likeliest], &randomness)
    }
    var places = Array(likeliest)
    while !places.isEmpty {
      let drawn = sampling.draw(from: places.map { top.scores[$0] }[...], &randomness)
      let token = top.tokens[places[drawn]]
      if constraints.allow(partial, adding: token == end ? nil : token) { return places[drawn] }
      places.remove(at: drawn)
    }
    return nil
  }

  /// The score of the end mark where a hypothesis lacks terms and the end is likelier than all else together:
  /// a term after the end of a sentence is no part of it.
  private func expectedEnd(
    of partial: PartialHypothesis, _ answers: [(token: Int32, score: Float)]
  ) -> Float? {
    guard !partial.terms.isComplete, !partial.terms.isWriting, partial.terms.open.isEmpty,
      let score = answers.first(where: { $0.token == end })?.score, score > Self.logOfOneHalf
    else { return nil }
    return score
  }

  /// Candidates in the order in which they fill the beam.
  ///
  /// Without terms the best come first. With terms the beam is shared out by how much of the terms is
  /// there (dynamic beam allocation; Post & Vilar 2018): the best of those that have most, the best of
  /// those that have less and so on, then the second best of each.
  private func chosen(from candidates: [Continuation]) -> [Continuation] {
    if options.sampling != nil { return candidates }
    let sorted = candidates.sorted(by: Continuation.isBetter)
    guard let constraints, !constraints.terms.isEmpty else { return sorted }
    var rank: [Int: Int] = [:]
    let ranked = sorted.map { candidate in
      let parent = partials[candidate.parent]
      let met =
        candidate.token == end
        ? parent.terms.met
        : constraints.met(by: parent, adding: candidate.token)
      rank[met, default: 0] += 1
      return (rank: rank[met, default: 0], met: met, candidate: candidate)
    }
    return ranked.sorted {
      ($0.rank, -$0.met) < ($1.rank, -$1.met)
    }.map(\.candidate)
  }

  private func finish(_ partial: PartialHypothesis) -> Finished {
    let probabilities = options.needsProbabilities
    let hypothesis = Hypothesis(
      tokens: partial.tokens, logProbability: probabilities ? partial.logProbability : 0,
      score: probabilities ? score(partial) : 0,
      tokenScores: probabilities ? partial.tokenScores : [],
      attention: options.recordsAttention ? partial.attention : [])
    return Finished(
      hypothesis: hypothesis, logProbability: partial.logProbability, terms: partial.terms)
  }

  /// Of a hypothesis with all the tokens that have a score, the end mark's among them.
  ///
  /// The tokens of terms are given, not chosen, so the others are judged without them: in a mean over all a
  /// longer sentence would make up for a term in the wrong place. How likely those are tells where they
  /// belong, and counts a third.
  private func score(_ partial: PartialHypothesis) -> Float {
    let given = constraints?.givenTokens(of: partial.tokens).map { partial.tokenScores[$0] } ?? []
    let sum = given.reduce(0, +)
    let others = options.penalties.score(
      partial.logProbability - sum, length: max(1, partial.tokenScores.count - given.count),
      coverage: options.penalties.coverage > 0 ? partial.coverage : [])
    return given.isEmpty ? others : others + sum / Float(3 * given.count)
  }
}

/// A hypothesis that has ended.
private struct Finished {
  let hypothesis: Hypothesis
  let logProbability: Float
  let terms: TermProgress
}

extension ArraySlice<Int32> {
  /// Whether up to eight tokens follow each other again and again.
  fileprivate var isPeriodic: Bool {
    (1...8).contains { period in zip(self, dropFirst(period)).allSatisfy(==) }
  }
}

extension Array {
  /// The elements that are marked.
  fileprivate func keeping(_ isKept: [Bool]) -> [Element] {
    zip(self, isKept).compactMap { $1 ? $0 : nil }
  }
}
