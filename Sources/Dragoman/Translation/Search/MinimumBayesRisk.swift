/// Chooses, of several translations of a sentence, the one that the others agree with most (Kumar &
/// Byrne 2004; Eikema & Aziz 2020): the one whose chrF against all of them has the highest mean.
package enum MinimumBayesRisk {
  /// The translations, the one with the least risk first and the others by theirs.
  ///
  /// Translations that were found several times count several times.
  package static func ranked(_ translations: [TranslatedHypothesis]) -> [TranslatedHypothesis] {
    let texts = translations.map(\.text)
    guard Set(texts).count > 1 else { return translations }
    let metric = ChrF()
    // Every translation as a hypothesis against every other as its reference, in one table.
    let hypotheses = texts.flatMap { Array(repeating: $0, count: texts.count) }
    let references = texts.flatMap { _ in texts }
    guard
      let statistics = try? metric.statistics(hypotheses: hypotheses, references: [references])
    else { return translations }
    let scores = metric.sentenceScores(statistics)
    let utilities = texts.indices.map { index in
      scores[index * texts.count..<(index + 1) * texts.count].reduce(0, +)
    }
    return texts.indices.sorted { (utilities[$1], $0) < (utilities[$0], $1) }.map {
      translations[$0]
    }
  }
}
