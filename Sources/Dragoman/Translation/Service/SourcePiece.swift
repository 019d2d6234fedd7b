/// A sentence on its way from text to tokens and back.
struct SourcePiece {
  let text: String
  let task: SearchTask

  /// - Parameters:
  ///   - tag: A control token in front of the sentence; `nil` for none.
  ///   - prefix: The tokens that the translation begins with.
  ///   - key: The line's number and the sentence's in it, which decide what is drawn in sampling.
  init(
    _ text: String, _ tokenizers: TokenizerPair, tag: Int32?, _ options: TranslationOptions,
    prefix: [Int32], key: (line: Int, sentence: Int)
  ) {
    self.text = text
    var task = SearchTask(
      source: tokenizers.encodeSource(text, tag: tag), prefix: prefix)
    isTagged = tag != nil
    isBlank = task.source.count == tokenizers.sourceFrame(tag: tag).count
    task.terms = options.glossary.entries(in: text).map { tokenizers.target.encode($0.target) }
    isUntranslatable =
      !isBlank && prefix.isEmpty && task.terms.isEmpty && !text.hasSomethingToTranslate
    // Without a source the search finds nothing, and what the sentence is comes in its place.
    if isUntranslatable { task.source = [] }
    task.randomKey = UInt64(truncatingIfNeeded: key.line << 16 ^ key.sentence)
    self.task = task
  }

  private var source: [Int32] { task.source.dropLast() }

  /// Whether there is nothing to translate.
  let isBlank: Bool
  /// Whether there are only marks, emoji and the like, which stay as they are: of what it has never seen
  /// translated a model makes sentences.
  private let isUntranslatable: Bool
  private let isTagged: Bool

  /// What search found, as text. If repairs are wanted, the best hypothesis comes first that has no
  /// problem, and all of its terms.
  func translated(
    as hypotheses: [Hypothesis], _ tokenizers: TokenizerPair, _ options: TranslationOptions
  ) -> TranslatedSentence {
    if isUntranslatable { return unchanged(tokenizers) }
    let alignment =
      options.search.recordsAttention
      ? WordAlignment(source: source, isTagged: isTagged, tokenizers) : nil
    var translations = hypotheses.map { hypothesis in
      TranslatedHypothesis(
        text: tokenizers.target.decode(hypothesis.tokens),
        tokens: tokenizers.target.pieces(of: hypothesis.tokens),
        logProbability: hypothesis.logProbability, score: hypothesis.score,
        tokenScores: hypothesis.tokenScores, attention: hypothesis.attention,
        alignment: alignment?.pairs(target: hypothesis.tokens, attention: hypothesis.attention)
          ?? [])
    }
    if options.minimizesRisk { translations = MinimumBayesRisk.ranked(translations) }
    var problems = translations.first.map(self.problems) ?? []
    if options.repairs, !problems.isEmpty,
      let sound = translations.indices.first(where: {
        self.problems(of: translations[$0]).isEmpty && hasTerms(translations[$0], tokenizers.target)
      })
    {
      translations.insert(translations.remove(at: sound), at: 0)
      problems = []
    }
    return TranslatedSentence(
      source: text, sourceTokens: tokenizers.source.pieces(of: source), hypotheses: translations,
      problems: problems)
  }

  private func unchanged(_ tokenizers: TokenizerPair) -> TranslatedSentence {
    let tokens = tokenizers.source.pieces(of: tokenizers.source.encode(text))
    return TranslatedSentence(
      source: text, sourceTokens: tokens,
      hypotheses: [
        TranslatedHypothesis(
          text: text, tokens: [], logProbability: 0, score: 0, tokenScores: [], attention: [],
          alignment: [])
      ], problems: [])
  }

  /// Whether the terms that the glossary asks for are in a translation.
  private func hasTerms(_ translation: TranslatedHypothesis, _ tokenizer: Tokenizer) -> Bool {
    task.terms.allSatisfy {
      $0.isEmpty || translation.tokens.firstRange(of: tokenizer.pieces(of: $0)) != nil
    }
  }

  private func problems(of translation: TranslatedHypothesis) -> [TranslationProblem] {
    TranslationProblem.find(
      source: text, sourceTokens: source.count, target: translation.text,
      targetTokens: translation.tokens.count)
  }

  /// The same sentence with what its translation lost as terms that it must have, and without loops and what
  /// it has too many.
  func repairTask(of translation: TranslatedSentence, _ tokenizer: Tokenizer) -> SearchTask {
    var task = task
    if translation.problems.contains(.loop) { task.restrictions.noRepeatNGram = 4 }
    let items = ItemComparison(source: text, target: translation.hypotheses.first?.text ?? "")
    for item in items.lost {
      let term = tokenizer.encode(item)
      task.terms.append(term)
      // A model that does not expect a number goes on with its own digits.
      task.restrictions.forbidden += (0...9).map { tokenizer.encode("\(item)\($0)") }.filter {
        $0.count == term.count + 1 && $0.starts(with: term)
      }
    }
    // A number that comes twice is right once.
    let surplus = Set(items.surplus).filter { !text.contains($0) }.sorted()
    task.restrictions.forbidden += surplus.map { tokenizer.encode($0) }
    return task
  }
}
