/// A sentence on its way from text to tokens and back.
struct SourcePiece {
  private let original: String
  /// As the model is given it.
  let text: String
  let task: SearchTask

  /// - Parameters:
  ///   - prefix: What the translation begins with.
  ///   - forbidden: Words that no translation may have.
  ///   - key: The line's number and the sentence's in it, which decide what is drawn in sampling.
  init(
    _ text: String, _ tokenizers: TokenizerPair, _ options: TranslationOptions,
    prefix: [Int32] = [], forbidden: [Phrase] = [], key: (line: Int, sentence: Int)
  ) {
    original = text
    let text = options.lowersCapitals && prefix.isEmpty && text.isInCapitals ? text.lowered : text
    self.text = text
    isLongWord = prefix.isEmpty && Self.isLongWord(text)
    var task = SearchTask(
      source: isLongWord ? [] : tokenizers.encodeSource(text), prefix: prefix)
    frame = tokenizers.sourceFrame
    isBlank = task.source.count == frame.count
    let terms = isLongWord ? [] : options.glossary.entries(in: text).map(\.target)
    constraints = LexicalConstraints(terms: terms, forbidden: forbidden, tokenizers.target)
    isUntranslatable =
      isLongWord
      || !isBlank && prefix.isEmpty && terms.isEmpty && !text.hasSomethingToTranslate
    // Without a source the search finds nothing, and what the sentence is comes in its place.
    if isUntranslatable || isBlank { task.source = [] }
    task.randomKey = UInt64(truncatingIfNeeded: key.line << 16 ^ key.sentence)
    self.task = task
  }

  /// The sentence's pieces without their frame.
  private var source: ArraySlice<Int32> {
    task.source.dropFirst(frame.before.count).dropLast(frame.after.count)
  }

  /// What the translation must have and must not have.
  private let constraints: LexicalConstraints

  /// The length beyond which a run of characters without a space is no word, in Unicode scalars.
  static let longestWord = 500

  private static let longestRepair = 100

  /// Whether a text is nothing but such a run.
  static func isLongWord(_ text: some StringProtocol) -> Bool {
    text.utf8.count > longestWord && !text.unicodeScalars.contains(where: \.endsUnspacedRun)
  }

  /// What decides its translation, if that is not drawn.
  struct Key: Hashable {
    fileprivate let text: [UInt8]
    fileprivate let prefix: [Int32]
  }

  var key: Key { Key(text: Array(original.utf8), prefix: task.prefix) }

  /// Whether there is nothing to translate.
  let isBlank: Bool
  private let isLongWord: Bool

  /// The sentence as it was, with its translations as they are to be: in capitals if it was in capitals.
  func finished(_ sentence: TranslatedSentence) -> TranslatedSentence {
    guard !original.utf8.elementsEqual(text.utf8) else { return sentence }
    return TranslatedSentence(
      source: original, sourceTokens: sentence.sourceTokens,
      hypotheses: sentence.hypotheses.map { hypothesis in
        TranslatedHypothesis(
          text: hypothesis.text.uppercased(), tokens: hypothesis.tokens,
          logProbability: hypothesis.logProbability, score: hypothesis.score,
          tokenScores: hypothesis.tokenScores, attention: hypothesis.attention,
          alignment: hypothesis.alignment, links: hypothesis.links)
      },
      problems: sentence.problems, missingTerms: sentence.missingTerms,
      forbiddenWords: sentence.forbiddenWords)
  }

  /// Whether there are only marks, emoji and the like, which stay as they are: of what it has never seen
  /// translated a model makes sentences.
  private let isUntranslatable: Bool
  private let frame: SentenceFrame

  /// What search found, as text. If repairs are wanted, the best hypothesis comes first that has no
  /// problem.
  func translated(
    as hypotheses: [Hypothesis], _ tokenizers: TokenizerPair, _ options: TranslationOptions
  ) -> TranslatedSentence {
    if isUntranslatable { return unchanged(tokenizers) }
    let alignment =
      options.search.recordsAttention
      ? WordAlignment(source: source, after: frame.before.count, tokenizers) : nil
    let links =
      options.search.recordsAttention
      ? TokenLinks(source: text, after: frame.before.count, tokenizers) : nil
    var translations = hypotheses.prefix(options.search.beamSize).map { hypothesis in
      let text = tokenizers.target.decode(hypothesis.tokens)
      return TranslatedHypothesis(
        text: text,
        tokens: tokenizers.target.pieces(of: hypothesis.tokens),
        logProbability: hypothesis.logProbability, score: hypothesis.score,
        tokenScores: hypothesis.tokenScores, attention: hypothesis.attention,
        alignment: alignment?.pairs(target: hypothesis.tokens, attention: hypothesis.attention)
          ?? [],
        links: links?.links(
          target: hypothesis.tokens, text: text, attention: hypothesis.attention) ?? [])
    }
    if options.minimizesRisk { translations = MinimumBayesRisk.ranked(translations) }
    var problems = translations.first.map(self.problems) ?? []
    if options.repairs, !problems.isEmpty,
      let sound = translations.indices.first(where: {
        self.problems(of: translations[$0]).isEmpty
      })
    {
      translations.insert(translations.remove(at: sound), at: 0)
      problems = []
    }
    let best = translations.first?.text
    return TranslatedSentence(
      source: text, sourceTokens: tokenizers.source.pieces(of: source), hypotheses: translations,
      problems: problems, missingTerms: best.map(constraints.missing) ?? [],
      forbiddenWords: best.map(constraints.violated) ?? [])
  }

  private func unchanged(_ tokenizers: TokenizerPair) -> TranslatedSentence {
    let tokens = isLongWord ? [] : tokenizers.source.pieces(of: tokenizers.source.encode(text))
    return TranslatedSentence(
      source: text, sourceTokens: tokens,
      hypotheses: [
        TranslatedHypothesis(
          text: text, tokens: [], logProbability: 0, score: 0, tokenScores: [], attention: [],
          alignment: [])
      ], problems: isLongWord ? [.untranslated] : [], missingTerms: [], forbiddenWords: [])
  }

  private func problems(of translation: TranslatedHypothesis) -> [TranslationProblem] {
    var problems = TranslationProblem.find(
      source: text, sourceTokens: source.count, target: translation.text,
      targetTokens: translation.tokens.count)
    // A term may have numbers of its own.
    if problems.contains(.surplus) {
      let given = ([text] + constraints.terms.map(\.phrase.text)).joined(separator: " ")
      let items = ItemComparison(source: given, target: translation.text)
      if items.surplus.isEmpty { problems.removeAll { $0 == .surplus } }
    }
    if !constraints.missing(in: translation.text).isEmpty { problems.append(.term) }
    if !constraints.violated(in: translation.text).isEmpty { problems.append(.forbidden) }
    return problems
  }

  /// The same sentence under its constraints, if a translation that search found without them breaks one.
  ///
  /// - Parameter isDrawn: Whether translations were drawn; these need not have terms.
  func constrainedTask(of translation: TranslatedSentence, isDrawn: Bool) -> SearchTask? {
    guard !constraints.isEmpty else { return nil }
    let breaks = translation.hypotheses.contains {
      !constraints.violated(in: $0.text).isEmpty
        || !isDrawn && !constraints.missing(in: $0.text).isEmpty
    }
    guard breaks else { return nil }
    var task = task
    task.constraints = constraints
    return task
  }

  /// The same sentence with what its translation lost as terms that it must have, and without loops and what
  /// it has too many.
  ///
  /// - Returns: `nil` for a sentence so long that another search would take more time than all others.
  func repairTask(of translation: TranslatedSentence, _ tokenizer: Tokenizer) -> SearchTask? {
    guard task.source.count <= Self.longestRepair else { return nil }
    var task = task
    if translation.problems.contains(.loop) { task.restrictions.noRepeatNGram = 4 }
    let items = ItemComparison(source: text, target: translation.hypotheses.first?.text ?? "")
    // A number that comes twice is right once.
    let surplus = Set(items.surplus.prefix(8)).filter { !text.contains($0) }.sorted().compactMap(
      Phrase.init)
    // A translation that lost more is beyond repair.
    let lost = items.lost.count <= 8 ? items.lost : []
    let wanted = LexicalConstraints(terms: lost, tokenizer).terms.filter {
      constraints.violated(in: $0.phrase.text).isEmpty
    }
    task.constraints = LexicalConstraints(
      terms: constraints.terms + wanted, forbidden: constraints.forbidden + surplus,
      text: tokenizer.decode)
    return task
  }
}

extension String {
  /// Whether the text is in capitals: two words or more, or a long one, and no address. A short word may be
  /// a name, such as USB.
  fileprivate var isInCapitals: Bool {
    guard !contains(where: \.isLowercase) else { return false }
    let words = split { !$0.isLetter }.filter { $0.count > 1 && $0.allSatisfy(\.isUppercase) }
    guard words.count > 1 || words.contains(where: { $0.count > 5 }) else { return false }
    return WebAddress.split(self).0.isEmpty
  }

  /// The text in lower case but for the first letter.
  fileprivate var lowered: String {
    let lower = lowercased()
    guard let first = lower.firstIndex(where: \.isLetter) else { return lower }
    return lower[..<first] + lower[first].uppercased() + lower[lower.index(after: first)...]
  }
}
