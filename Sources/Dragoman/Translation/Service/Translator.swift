/// A model that translates text.
///
/// The same line always gives the same translation, whatever lines it is translated with, in whatever
/// batches and on however many threads.
public final class Translator: Sendable {
  private let tokenizers: TokenizerPair
  private let service: TranslationService
  private let shortlist: Shortlist?

  /// Loads a model.
  ///
  /// - Parameter precision: How weights are kept.
  /// - Throws: ``InputError`` when a part of the folder is missing, damaged, or does not fit the rest.
  public convenience init(_ folder: ModelFolder, precision: Precision = .int8) throws {
    try self.init(ensemble: [folder], precision: precision)
  }

  /// Loads models that translate together, by the mean of their log-probabilities.
  ///
  /// - Parameters:
  ///   - folders: One or more, with the same vocabulary.
  ///   - precision: How weights are kept.
  ///   - direction: What to do, for models that can do several things.
  ///   - usesShortlist: Whether translations have only tokens of the first folder's ``Shortlist``.
  /// - Throws: ``InputError`` as for one model, when vocabularies differ, and when they lack the direction.
  public convenience init(
    ensemble folders: [ModelFolder], precision: Precision = .int8,
    direction: Direction = Direction(),
    usesShortlist: Bool = false
  ) throws {
    precondition(!folders.isEmpty, "An ensemble has a model.")
    let first = folders[0]
    let (loaded, tokenizers) = try concurrently {
      try folders.map { try $0.loadForDecoding(precision) }
    } _: {
      try first.loadTokenizers()
    }
    let models = try zip(folders, loaded).map { folder, model in
      let (transformer, weights) = model
      let others = folder.path == first.path ? tokenizers : try folder.loadTokenizers()
      try others.check(transformer.configuration, of: folder)
      guard folder.path == first.path || others.hasSamePieces(as: tokenizers) else {
        throw InputError(
          folder.tokenizerPath, "not the vocabulary of \(first.tokenizerPath).",
          remedy: "Train models that are to translate together with one \(Setting.vocabulary).")
      }
      return DecodingModel(transformer, weights)
    }
    let shortlist = usesShortlist ? try first.loadShortlist(for: tokenizers) : nil
    self.init(models, try tokenizers.directed(direction), shortlist: shortlist)
  }

  /// Takes models whose weights are packed for decoding.
  package init(
    _ models: [DecodingModel], _ tokenizers: TokenizerPair, shortlist: Shortlist? = nil
  ) {
    self.tokenizers = tokenizers
    self.shortlist = shortlist
    service = TranslationService(models, frame: tokenizers.targetFrame)
  }

  /// Translates lines.
  ///
  /// - Parameters:
  ///   - lines: Any number of them; a blank one comes back as it is.
  ///   - prefixes: What each line's translation begins with, if it is given; such a line is one sentence.
  ///   - firstLine: The number of the first line, which decides with the seed what is drawn in sampling.
  ///   - options: How to translate.
  ///   - progress: Is told how many more sentences are done, and how many there are, from any thread.
  /// - Returns: A translation for each line.
  public func translate(
    _ lines: [String], prefixes: [String] = [], firstLine: Int = 1,
    options: TranslationOptions = TranslationOptions(),
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) -> [Translation] {
    let splitter = SentenceSplitter(language: options.language)
    let paragraphs = mapConcurrently(lines, threads: options.search.threads) { line in
      let paragraph =
        options.splitsSentences && prefixes.isEmpty ? splitter.split(line) : Paragraph(line)
      return paragraph.separating(wordsLongerThan: SourcePiece.longestWord).divided(
        toFit: self.longestSource
      ) {
        SourcePiece.isLongWord($0) ? 0 : self.tokenizers.source.encode(String($0)).count
      }
    }
    let forbidden = options.forbidden.compactMap { Phrase(tokenizers.target.normalized($0)) }
    var pieces: [SourcePiece] = []
    for (number, paragraph) in paragraphs.enumerated() {
      let prefix = number < prefixes.count ? tokenizers.target.encodePrefix(prefixes[number]) : []
      for (index, text) in paragraph.pieces.enumerated() {
        pieces.append(
          SourcePiece(
            text, tokenizers, options, prefix: prefix, forbidden: forbidden,
            key: (firstLine + number, index)))
      }
    }
    let found = translations(of: pieces, options: options, progress: progress)
    var next = 0
    return paragraphs.map { paragraph in
      let sentences = found[next..<next + paragraph.pieces.count]
      next += sentences.count
      return Translation(sentences: Array(sentences), paragraph: paragraph)
    }
  }

  /// Checks what translations are to begin with before the work.
  ///
  /// - Parameters:
  ///   - prefixes: One for each line.
  ///   - place: How an error names the line of a prefix.
  /// - Throws: ``InputError`` when one is longer than a translation may be.
  public func check(prefixes: [String], place: (_ index: Int) -> String) throws {
    let limit = service.maximumPositions - tokenizers.targetFrame.before.count
    for (index, prefix) in prefixes.enumerated() {
      let count = tokenizers.target.encodePrefix(prefix).count
      guard count > limit else { continue }
      throw InputError(
        place(index), "the prefix has \(count) tokens, but the model holds \(limit).",
        remedy: "Shorten it.")
    }
  }

  /// Scores given translations as search would: with the probability of each token, end marks included.
  ///
  /// - Parameters:
  ///   - sources: Lines, each taken as one sentence.
  ///   - targets: As many translations.
  ///   - options: Penalties, batches and threads are heeded.
  ///   - place: How an error names the line of the source, or of the translation, with a number.
  /// - Returns: Each line with one hypothesis, or with none if both sides are blank.
  /// - Throws: ``InputError`` naming the line when one is longer than the model can hold, or when a
  ///   blank line has a translation.
  public func score(
    _ sources: [String], targets: [String], options: DecodingOptions,
    place: (_ index: Int, _ isTarget: Bool) -> String = { index, _ in "line \(index + 1)" }
  ) throws -> [TranslatedSentence] {
    var whole = TranslationOptions.sentences
    whole.search = options
    whole.search.beamSize = 1
    whole.search.computesScores = true
    let limit = service.maximumPositions
    let pieces = try zip(sources, targets).enumerated().map { index, pair in
      let target = tokenizers.target.encode(pair.1)
      let piece = SourcePiece(
        pair.0, tokenizers, whole, prefix: target + [tokenizers.targetFrame.end],
        key: (0, 0))
      for (tokens, isTarget) in [(piece.task.source, false), (piece.task.prefix, true)]
      where tokens.count > limit {
        throw InputError(
          place(index, isTarget),
          "the \(isTarget ? "translation" : "source") has \(tokens.count) tokens, but the model holds "
            + "\(limit).",
          remedy: "Put each sentence on a line of its own.")
      }
      guard !piece.isBlank || target.isEmpty else {
        throw InputError(
          place(index, true), "there is a translation, but its source is blank.",
          remedy: "Make the files line by line translations of each other.")
      }
      return piece
    }
    return zip(pieces, service.translate(pieces.map(\.task), options: whole.search)).map {
      $0.translated(as: $1, tokenizers, whole)
    }
  }

  private func restricted(_ task: SearchTask) -> SearchTask { shortlist?.restrict(task) ?? task }

  /// Tokens that a source may have beside its frame. Longer sentences are divided: models have
  /// seen few of them, translate them worse, and take far longer.
  private var longestSource: Int {
    min(service.maximumPositions - tokenizers.sourceFrame.count, 128)
  }

  private func translations(
    of pieces: [SourcePiece], options: TranslationOptions,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) -> [TranslatedSentence] {
    // What comes again is translated once, unless it is drawn.
    guard options.search.sampling == nil else {
      return differentTranslations(of: pieces, options: options, progress: progress)
    }
    var places: [SourcePiece.Key: Int] = [:]
    var different: [SourcePiece] = []
    let numbers = pieces.map { piece in
      if let place = places[piece.key] { return place }
      places[piece.key] = different.count
      different.append(piece)
      return different.count - 1
    }
    let found = differentTranslations(of: different, options: options, progress: progress)
    return numbers.map { found[$0] }
  }

  private func differentTranslations(
    of pieces: [SourcePiece], options: TranslationOptions,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) -> [TranslatedSentence] {
    let results = service.translate(pieces.map { restricted($0.task) }, options: options.search) {
      progress($0, pieces.count)
    }
    var sentences = zip(pieces, results).map { piece, hypotheses in
      piece.translated(as: hypotheses, tokenizers, options)
    }
    constrain(&sentences, pieces, options)
    if options.repairs, options.search.sampling == nil { repair(&sentences, pieces, options) }
    return zip(pieces, sentences).map { $0.finished($1) }
  }

  /// Searches again under their constraints for translations that break one.
  private func constrain(
    _ sentences: inout [TranslatedSentence], _ pieces: [SourcePiece], _ options: TranslationOptions
  ) {
    let isDrawn = options.search.sampling != nil
    let tasks = zip(pieces, sentences).map { $0.constrainedTask(of: $1, isDrawn: isDrawn) }
    search(tasks, options.search) { index, _, hypotheses in
      sentences[index] = pieces[index].translated(as: hypotheses, tokenizers, options)
    }
  }

  /// Searches again for translations that have a problem.
  private func repair(
    _ sentences: inout [TranslatedSentence], _ pieces: [SourcePiece], _ options: TranslationOptions
  ) {
    let tasks = zip(pieces, sentences).map { piece, sentence in
      sentence.isRepairable ? piece.repairTask(of: sentence, tokenizers.target) : nil
    }
    search(tasks, options.search.repairing) { index, task, hypotheses in
      let repaired = pieces[index].translated(as: hypotheses, tokenizers, options)
      if repaired.isRepair(of: sentences[index], task) { sentences[index] = repaired }
    }
  }

  /// Searches for the translations of those sentences that have a task, with a beam for its constraints.
  private func search(
    _ tasks: [SearchTask?], _ options: DecodingOptions,
    found: (_ index: Int, SearchTask, [Hypothesis]) -> Void
  ) {
    let numbers = tasks.indices.filter { tasks[$0] != nil }
    let groups = Dictionary(grouping: numbers) { index in
      tasks[index].map(options.beam) ?? options.beamSize
    }
    for (beam, numbers) in groups.sorted(by: { $0.key < $1.key }) {
      let group = numbers.compactMap { tasks[$0] }
      var options = options
      options.beamSize = beam
      let results = service.translate(group.map(restricted), options: options)
      for (index, (task, hypotheses)) in zip(numbers, zip(group, results)) {
        found(index, task, hypotheses)
      }
    }
  }
}

extension DecodingOptions {
  /// A search for what the first one did not find: translations that are neither much shorter nor much
  /// longer than their sources.
  fileprivate var repairing: DecodingOptions {
    var options = self
    options.beamSize = max(beamSize, 4)
    options.lengths.maximumRatio = min(lengths.maximumRatio, 2)
    options.lengths.minimumRatio = min(max(lengths.minimumRatio, 0.5), options.lengths.maximumRatio)
    return options
  }
  /// How many hypotheses a search under constraints needs: some for each token of the terms (Post & Vilar
  /// 2018), and others to choose from where words are forbidden. Of a long sentence it has fewer, or one
  /// line could take as long as many.
  fileprivate func beam(for task: SearchTask) -> Int {
    guard let constraints = task.constraints, !constraints.isEmpty, sampling == nil else {
      return beamSize
    }
    let wanted = min(10 * ((constraints.weight + 14) / 10), 30)
    return max(beamSize, min(wanted, 2048 / max(1, task.source.count)))
  }
}
