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

  /// Tokens of a source for which memory is meant. Of longer ones fewer are searched at a time.
  private static let usualLength = 64

  private let workers: [Worker]
  private let options: DecodingOptions
  private let frame: SentenceFrame
  private var active: [ActiveSentence] = []

  /// - Parameters:
  ///   - models: One, or an ensemble with a common vocabulary. Attention is the first one's.
  ///   - frame: That of targets; decoding starts with what is before them.
  ///   - arenas: One for each model.
  init(
    _ models: [DecodingModel], frame: SentenceFrame, options: DecodingOptions, arenas: [Arena]
  ) {
    precondition(!frame.before.isEmpty, "a target begins with something")
    self.frame = frame
    self.options = options
    workers = zip(models, arenas).map { model, arena in
      Worker(
        transformer: model.transformer, tape: Tape(weights: model.weights, arena: arena),
        state: model.transformer.decoder.incrementalState(
          recordsAttention: options.needsAttention, on: arena.device))
    }
  }

  /// Searches until there are no sentences left.
  ///
  /// - Parameters:
  ///   - next: Gives at most so many more sentences, of at most so many tokens unless it is the first of them,
  ///     each with a number; none where none waits. It is asked again whenever there is room, so sentences
  ///     may join others that are under way.
  ///   - found: Is told each sentence's hypotheses, best first: at least one and at most as many as the
  ///     beam holds.
  mutating func run(
    next: (_ most: Int, _ tokens: Int) -> [(number: Int, task: SearchTask)],
    found: (_ number: Int, [Hypothesis]) -> Void
  ) {
    while true {
      let free = options.batchSize - active.count
      // Few sentences make poor use of the encoder's weights, so places are filled some at a time.
      let tokens = options.batchSize * Self.usualLength - active.reduce(0) { $0 + $1.length }
      if free >= (options.batchSize + 3) / 4, tokens > 0 {
        let sentences = next(free, tokens)
        if !sentences.isEmpty { add(sentences) }
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
    begin(sentences.count)
    active += sentences.map { number, task in
      ActiveSentence(
        number: number, task: task, options: options, end: frame.end,
        maximumPositions: maximumPositions - (frame.before.count - 1),
        output: task.candidates.map { selections(of: $0) } ?? [])
    }
  }

  /// Takes what stands before targets through each decoder for sentences that are new, all but the last
  /// token, which their first step takes.
  private func begin(_ count: Int) {
    guard frame.before.count > 1 else { return }
    var tokens = RaggedTokens()
    for _ in active.lazy.flatMap(\.partials) { tokens.append([]) }
    for _ in 0..<count { tokens.append(frame.before.dropLast()) }
    for worker in workers {
      worker.tape.arena.reset()
      _ = worker.transformer.decoder(tokens, state: worker.state, on: worker.tape)
    }
  }

  /// Takes every sentence one token further.
  private mutating func step() {
    let products = outputProducts()
    let attention = workers[0].state.attention
    var parents: [Int] = []
    var row = 0
    for group in groups {
      let firstRow = row
      let top = likeliestTokens(of: group, firstRow: firstRow, products)
      for index in group {
        let rows = row - firstRow..<row - firstRow + active[index].partials.count
        let survivors = active[index].advance(
          with: top, rows: rows, attention: attention.dropFirst(row))
        parents += survivors.map { row + $0 }
        row += rows.count
      }
    }
    for worker in workers { worker.state.select(parents, counts: active.map(\.partials.count)) }
  }

  /// Tokens that the model with the least room can hold.
  private var maximumPositions: Int {
    workers.map(\.transformer.configuration.maximumPositions).min() ?? 0
  }

  /// What is left of each model's output layer for a sentence.
  private func selections(of candidates: [Int32]) -> [OutputSelection] {
    workers.map {
      OutputSelection(candidates, of: $0.transformer.output, $0.tape.weights)
    }
  }

  /// Sentences that share an output layer: all of them, or each by itself where they have candidates.
  private var groups: [Range<Int>] {
    active.allSatisfy(\.output.isEmpty) ? [active.indices] : active.indices.map { $0..<$0 + 1 }
  }

  /// Takes the last token of every hypothesis through each model's decoder, one row each, sentence after
  /// sentence.
  private func outputProducts() -> [OutputProduct] {
    var tokens = RaggedTokens()
    for partial in active.lazy.flatMap(\.partials) {
      tokens.append(CollectionOfOne(partial.tokens.last ?? frame.before[frame.before.count - 1]))
    }
    return workers.map { worker in
      worker.tape.arena.reset()
      let hidden = worker.transformer.decoder(tokens, state: worker.state, on: worker.tape)
      return OutputProduct(hidden, worker.transformer.output, on: worker.tape)
    }
  }

  /// The likeliest next tokens of the hypotheses of some sentences, one row each.
  private func likeliestTokens(
    of group: Range<Int>, firstRow: Int, _ all: [OutputProduct]
  ) -> TopTokens {
    var adjustments: [LogitAdjustment] = []
    var questions: [LogitPlace] = []
    var rows = 0
    for sentence in active[group] {
      for partial in sentence.partials {
        adjustments += sentence.adjustments(for: partial, row: rows)
        questions += sentence.wantedTokens(of: partial).map { LogitPlace(row: rows, token: $0) }
        rows += 1
      }
    }
    let selections = active[group.lowerBound].output
    let products = all.enumerated().map { number, product in
      product.rows(
        firstRow..<firstRow + rows, selections.isEmpty ? nil : selections[number])
    }
    return TopTokens(
      products, count: min(options.candidates, products[0].count),
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
