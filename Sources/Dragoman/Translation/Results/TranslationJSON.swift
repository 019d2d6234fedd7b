extension JSON {
  /// A line and its translation, with at most `count` hypotheses of each sentence.
  ///
  /// - Parameter between: What the line is in the language between, where there is one; its sentences are then
  ///   those that were translated.
  package init(_ line: String, _ translation: Translation, between: String? = nil, count: Int) {
    self = .object(
      [JSON.Member("source", .string(line))]
        + (between.map { [JSON.Member("between", .string($0))] } ?? [])
        + [
          JSON.Member("text", .string(translation.text)),
          JSON.Member("sentences", .array(translation.sentences.map { JSON($0, count: count) })),
        ])
  }

  private init(_ sentence: TranslatedSentence, count: Int) {
    self = [
      "source": .string(sentence.source), "source_tokens": JSON(sentence.sourceTokens),
      "hypotheses": .array(sentence.hypotheses.prefix(count).map { JSON($0) }),
      "problems": JSON(sentence.problems.map(\.rawValue)),
      "missing_terms": JSON(sentence.missingTerms),
      "forbidden_words": JSON(sentence.forbiddenWords),
    ]
  }

  /// A hypothesis; the last of its token scores is that of the end mark.
  package init(_ hypothesis: TranslatedHypothesis) {
    self = [
      "text": .string(hypothesis.text), "score": JSON(hypothesis.score),
      "log_probability": JSON(hypothesis.logProbability), "tokens": JSON(hypothesis.tokens),
      "token_scores": .array(hypothesis.tokenScores.map { JSON($0) }),
      "alignment": .array(hypothesis.alignment.map { [JSON($0.source), JSON($0.target)] }),
    ]
  }

  private init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }

  private init(_ number: Int) { self = .number(Double(number)) }

  /// Six decimals: more would say nothing.
  package init(_ value: Float) {
    let rounded = (Double(value) * 1e6).rounded() / 1e6
    self = rounded.isFinite ? .number(rounded) : .null
  }
}
