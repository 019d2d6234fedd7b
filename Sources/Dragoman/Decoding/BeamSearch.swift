import Glibc

/// Finds likely translations of a batch of sentences, keeping the best few unfinished hypotheses of
/// each from token to token.
///
/// The hypotheses of all sentences go through the decoder together, one token a step. A sentence
/// that has its translations leaves the batch at once. What is found for one does not depend on the
/// others.
struct BeamSearch {
  let transformer: Transformer
  let weights: Weights
  let options: DecodingOptions
  let beginID: Int32
  let endID: Int32

  /// An unfinished hypothesis.
  private struct Partial {
    var tokens: [Int32]
    var logProbability: Float
  }

  /// One way to go on with a hypothesis.
  private struct Candidate {
    var parent: Int
    var token: Int32
    var logProbability: Float
  }

  /// A sentence in search.
  private struct Sentence {
    let source: Int
    let maximumLength: Int
    var partials = [Partial(tokens: [], logProbability: 0)]
    var finished: [Hypothesis] = []
  }

  /// The hypotheses of each sentence, at least one and at most as many as the beam holds, best first.
  ///
  /// - Parameter sources: The source tokens of each sentence, end mark included.
  func search(_ sources: RaggedTokens, arena: Arena) -> [[Hypothesis]] {
    arena.reset()
    let tape = Tape(weights: weights, arena: arena)
    let memory = transformer.encoder(sources, on: tape)
    let state = transformer.decoder.start(
      memory, offsets: sources.offsets, incremental: true, on: tape)
    let mark = arena.mark
    var results = Array<[Hypothesis]>(repeating: [], count: sources.count)
    var active = (0..<sources.count).map { source in
      Sentence(
        source: source,
        maximumLength: options.maximumLength(
          source: sources.length(source), model: transformer.configuration))
    }
    while !active.isEmpty {
      let candidates = candidates(for: active, state: state, on: tape)
      arena.release(to: mark)
      var parents: [Int] = []
      var firstPartial = 0
      for index in active.indices {
        let count = active[index].partials.count
        let survivors = advance(&active[index], with: candidates[index])
        parents += survivors.map { firstPartial + $0 }
        firstPartial += count
      }
      for sentence in active where sentence.partials.isEmpty {
        let best = sentence.finished.sorted { $0.score > $1.score }
        results[sentence.source] = Array(best.prefix(options.beamSize))
      }
      active.removeAll { $0.partials.isEmpty }
      state.select(parents, sentences: active.map { ($0.source, $0.partials.count) })
    }
    return results
  }

  /// The best ways to go on for each sentence, best first. A hypothesis has one end at most, so the
  /// beam's size and one more of each are enough to fill the beam.
  private func candidates(
    for active: [Sentence], state: DecoderState, on tape: Tape
  ) -> [[Candidate]] {
    let partials = active.flatMap(\.partials)
    let tokens = RaggedTokens(partials.map { [$0.tokens.last ?? beginID] })
    let hidden = transformer.decoder(tokens, state: state, on: tape)
    let logits = tape.linear(hidden, transformer.output)
    let width = min(options.beamSize + 1, logits.value.columns)
    let top = tape.top(logits, count: width)
    var row = 0
    return active.map { sentence in
      var candidates: [Candidate] = []
      for (parent, partial) in sentence.partials.enumerated() {
        for i in row * width..<(row + 1) * width {
          candidates.append(
            Candidate(
              parent: parent, token: top.tokens[i],
              logProbability: partial.logProbability + top.logProbabilities[i]))
        }
        row += 1
      }
      return candidates.sorted {
        ($1.logProbability, $0.parent, $0.token) < ($0.logProbability, $1.parent, $1.token)
      }
    }
  }

  /// Takes one step in a sentence: ends become finished hypotheses, the best others the new beam.
  ///
  /// The sentence is done, its beam empty, when it has become as long as it may, or when it has as
  /// many finished hypotheses as the beam holds and the best of them scores no less than the best
  /// partial one so far. Without the latter, ends that are unlikely at every token would together cut
  /// a likely translation short.
  ///
  /// - Returns: For each new partial hypothesis, the number of the one that it continues.
  private func advance(_ sentence: inout Sentence, with candidates: [Candidate]) -> [Int] {
    var partials: [Partial] = []
    var parents: [Int] = []
    for candidate in candidates where partials.count < options.beamSize {
      let tokens = sentence.partials[candidate.parent].tokens
      if candidate.token == endID {
        sentence.finished.append(finish(tokens, candidate.logProbability))
      } else {
        partials.append(
          Partial(tokens: tokens + [candidate.token], logProbability: candidate.logProbability))
        parents.append(candidate.parent)
      }
    }
    if partials.first?.tokens.count == sentence.maximumLength {
      sentence.finished += partials.map { finish($0.tokens, $0.logProbability) }
      partials = []
    } else if sentence.finished.count >= options.beamSize, let best = partials.first {
      let limit = score(best.logProbability, length: best.tokens.count)
      if sentence.finished.contains(where: { $0.score >= limit }) { partials = [] }
    }
    sentence.partials = partials
    return partials.isEmpty ? [] : parents
  }

  private func finish(_ tokens: [Int32], _ logProbability: Float) -> Hypothesis {
    Hypothesis(
      tokens: tokens, logProbability: logProbability,
      score: score(logProbability, length: tokens.count + 1))
  }

  private func score(_ logProbability: Float, length: Int) -> Float {
    logProbability / pow(Float(length), options.lengthPenalty)
  }
}
