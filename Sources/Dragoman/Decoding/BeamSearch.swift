/// Finds likely translations, keeping the best few unfinished hypotheses of each sentence from token to
/// token; or draws random ones.
///
/// The hypotheses of many sentences go through the decoder together, one token a step. A sentence that
/// has its translations leaves at once, and others take its place (continuous batching; Yu et al. 2022).
/// What is found for one does not depend on the others.
struct BeamSearch {
  /// A model at work: what it has computed and remembers.
  private struct Worker {
    let transformer: Transformer
    let tape: Tape
    let state: IncrementalState
  }

  private let workers: [Worker]
  private let options: DecodingOptions
  private let marks: SentenceMarks
  private var active: [ActiveSentence] = []

  /// - Parameters:
  ///   - models: One, or an ensemble with a common vocabulary. Attention is the first one's.
  ///   - marks: Those of the target's vocabulary.
  ///   - arenas: One for each model.
  init(
    _ models: [DecodingModel], marks: SentenceMarks, options: DecodingOptions, arenas: [Arena]
  ) {
    self.marks = marks
    self.options = options
    workers = zip(models, arenas).map { model, arena in
      Worker(
        transformer: model.transformer, tape: Tape(weights: model.weights, arena: arena),
        state: model.transformer.decoder.incrementalState(
          recordsAttention: options.needsAttention))
    }
  }

  /// Searches until there are no sentences left.
  ///
  /// - Parameters:
  ///   - next: Gives at most so many more sentences, each with a number. None means that there will be
  ///     no more.
  ///   - found: Is told each sentence's hypotheses, best first: at least one and at most as many as the
  ///     beam holds.
  mutating func run(
    next: (_ most: Int) -> [(number: Int, task: SearchTask)],
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
      for sentence in active where sentence.isDone { found(sentence.number, sentence.found) }
      active.removeAll(where: \.isDone)
    }
  }

  /// Encodes sentences and takes them into the search.
  private mutating func add(_ sentences: [(number: Int, task: SearchTask)]) {
    let sources = RaggedTokens(sentences.map(\.task.source))
    for worker in workers {
      worker.tape.arena.reset()
      let memory = worker.transformer.encoder(sources, on: worker.tape)
      worker.transformer.decoder.add(
        memory, offsets: sources.offsets, to: worker.state, on: worker.tape)
    }
    active += sentences.map {
      ActiveSentence(
        number: $0.number, task: $0.task, options: options, end: marks.end,
        maximumPositions: maximumPositions)
    }
  }

  /// Takes every sentence one token further.
  private mutating func step() {
    let top = likeliestTokens()
    let attention = workers[0].state.attention
    var parents: [Int] = []
    var row = 0
    for index in active.indices {
      let rows = row..<row + active[index].partials.count
      let survivors = active[index].advance(with: top, rows: rows, attention: attention)
      parents += survivors.map { rows.lowerBound + $0 }
      row = rows.upperBound
    }
    for worker in workers { worker.state.select(parents, counts: active.map(\.partials.count)) }
  }

  /// Tokens that the model with the least room can hold.
  private var maximumPositions: Int {
    workers.map(\.transformer.configuration.maximumPositions).min() ?? 0
  }

  /// The likeliest next tokens of all hypotheses, one row each, sentence after sentence.
  private func likeliestTokens() -> TopTokens {
    var tokens = RaggedTokens()
    var adjustments: [LogitAdjustment] = []
    var questions: [LogitPlace] = []
    for sentence in active {
      for partial in sentence.partials {
        let row = tokens.count
        adjustments += sentence.adjustments(for: partial, row: row)
        questions += sentence.wantedTokens(of: partial).map { LogitPlace(row: row, token: $0) }
        tokens.append(CollectionOfOne(partial.tokens.last ?? marks.begin))
      }
    }
    let products = workers.map { worker in
      worker.tape.arena.reset()
      let hidden = worker.transformer.decoder(tokens, state: worker.state, on: worker.tape)
      return OutputProduct(hidden, worker.transformer.output, on: worker.tape)
    }
    return TopTokens(
      products, count: min(options.candidates, products[0].vocabularySize),
      normalized: options.needsProbabilities, adjustments: adjustments, questions: questions)
  }
}

extension DecodingOptions {
  /// Whether scores of tokens must be probabilities; to follow the best one they need not be.
  var needsProbabilities: Bool { beamSize > 1 || computesScores || sampling != nil }

  var needsAttention: Bool { recordsAttention || penalties.coverage > 0 }

  /// Tokens of each hypothesis that are looked at. A hypothesis has one end at most, so the beam's size
  /// and one more are enough to fill a beam.
  var candidates: Int {
    if let sampling { return sampling.topK }
    return beamSize == 1 ? 1 : beamSize + 1
  }
}
