import Glibc

/// Finds likely translations, keeping the best few unfinished hypotheses of each sentence from token to
/// token.
///
/// The hypotheses of many sentences go through the decoder together, one token a step. A sentence that
/// has its translations leaves at once, and others take its place (continuous batching; Yu et al. 2022).
/// What is found for one does not depend on the others.
struct BeamSearch {
  private let transformer: Transformer
  private let tape: Tape
  private let options: DecodingOptions
  private let state: IncrementalState
  private var active: [Sentence] = []

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
    let number: Int
    let lengths: ClosedRange<Int>
    var partials = [Partial(tokens: [], logProbability: 0)]
    var finished: [Hypothesis] = []
  }

  init(
    _ transformer: Transformer, _ weights: Weights, options: DecodingOptions, arena: Arena
  ) {
    self.transformer = transformer
    self.options = options
    tape = Tape(weights: weights, arena: arena)
    state = transformer.decoder.incrementalState()
  }

  /// Searches until there are no sentences left.
  ///
  /// - Parameters:
  ///   - next: Gives at most so many more sentences: a number for each, and its source tokens with the
  ///     end mark. None means that there will be no more.
  ///   - found: Is told each sentence's hypotheses, best first: at least one and at most as many as the
  ///     beam holds.
  mutating func run(
    next: (_ most: Int) -> [(number: Int, source: [Int32])],
    found: (_ number: Int, [Hypothesis]) -> Void
  ) {
    var hasMore = true
    while true {
      let free = options.batchSize - active.count
      // Few sentences make poor use of the encoder's weights, so places are filled some at a time.
      if hasMore, free >= (options.batchSize + 3) / 4 {
        let sentences = next(free)
        hasMore = !sentences.isEmpty
        if hasMore { add(sentences) }
      }
      if active.isEmpty { return }
      step()
      for sentence in active where sentence.partials.isEmpty {
        let best = sentence.finished.sorted { $0.score > $1.score }
        found(sentence.number, Array(best.prefix(options.beamSize)))
      }
      active.removeAll { $0.partials.isEmpty }
    }
  }

  /// Encodes sentences and takes them into the search.
  private mutating func add(_ sentences: [(number: Int, source: [Int32])]) {
    tape.arena.reset()
    let sources = RaggedTokens(sentences.map(\.source))
    let memory = transformer.encoder(sources, on: tape)
    transformer.decoder.add(memory, offsets: sources.offsets, to: state, on: tape)
    for sentence in sentences {
      active.append(
        Sentence(
          number: sentence.number,
          lengths: options.lengths(
            source: sentence.source.count, model: transformer.configuration)))
    }
  }

  /// Takes every sentence one token further.
  private mutating func step() {
    let candidates = candidates()
    var parents: [Int] = []
    var firstPartial = 0
    for index in active.indices {
      let count = active[index].partials.count
      parents += advance(&active[index], with: candidates[index]).map { firstPartial + $0 }
      firstPartial += count
    }
    state.select(parents, counts: active.map(\.partials.count))
  }

  /// The best ways to go on for each sentence, best first. A hypothesis has one end at most, so the
  /// beam's size and one more of each are enough to fill the beam.
  private func candidates() -> [[Candidate]] {
    tape.arena.reset()
    var tokens = RaggedTokens()
    var adjustments: [LogitAdjustment] = []
    for sentence in active {
      for partial in sentence.partials {
        if partial.tokens.count + 1 < sentence.lengths.lowerBound {
          adjustments.append(
            LogitAdjustment(row: tokens.count, token: Tokenizer.endID, .forbid))
        }
        tokens.append(CollectionOfOne(partial.tokens.last ?? Tokenizer.beginID))
      }
    }
    let hidden = transformer.decoder(tokens, state: state, on: tape)
    let width = options.beamSize == 1 ? 1 : options.beamSize + 1
    let top = tape.top(
      hidden, transformer.output, count: min(width, transformer.configuration.vocabularySize),
      normalized: isNormalized, adjustments: adjustments)
    var row = 0
    return active.map { sentence in
      var candidates: [Candidate] = []
      for (parent, partial) in sentence.partials.enumerated() {
        for i in row * top.width..<(row + 1) * top.width where top.scores[i] > -.infinity {
          candidates.append(
            Candidate(
              parent: parent, token: top.tokens[i],
              logProbability: partial.logProbability + top.scores[i]))
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
      if candidate.token == Tokenizer.endID {
        sentence.finished.append(finish(tokens, candidate.logProbability))
      } else {
        partials.append(
          Partial(tokens: tokens + [candidate.token], logProbability: candidate.logProbability))
        parents.append(candidate.parent)
      }
    }
    if let length = partials.first?.tokens.count, length >= sentence.lengths.upperBound {
      sentence.finished += partials.map { finish($0.tokens, $0.logProbability) }
      partials = []
    } else if sentence.finished.count >= options.beamSize, let best = partials.first {
      let limit = score(best.logProbability, length: best.tokens.count)
      if sentence.finished.contains(where: { $0.score >= limit }) { partials = [] }
    }
    sentence.partials = partials
    return partials.isEmpty ? [] : parents
  }

  /// Whether scores of tokens are probabilities; to follow the best one they need not be.
  private var isNormalized: Bool { options.beamSize > 1 || options.computesScores }

  private func finish(_ tokens: [Int32], _ sum: Float) -> Hypothesis {
    let logProbability = isNormalized ? sum : 0
    return Hypothesis(
      tokens: tokens, logProbability: logProbability,
      score: score(logProbability, length: tokens.count + 1))
  }

  private func score(_ logProbability: Float, length: Int) -> Float {
    logProbability / pow(Float(length), options.lengthPenalty)
  }
}
