/// A line and its translation.
public struct Translation: Sendable, Equatable {
  /// The sentences of the line, each with what was found for it. Empty for a blank line.
  public let sentences: [TranslatedSentence]
  /// The line, with what stands between its sentences.
  let paragraph: Paragraph

  /// One line of text, whatever the model wrote: the best translation of each sentence.
  public var text: String { hypotheses(1)[0].text }
}

/// A sentence, or a part of one that is too long for the model, and its translations.
public struct TranslatedSentence: Sendable, Equatable {
  /// The sentence as it stands in the line.
  public let source: String
  /// The source's tokens, without the end mark.
  public let sourceTokens: [String]
  /// Translations, best first; none if the sentence has no tokens.
  public let hypotheses: [TranslatedHypothesis]
  /// What is wrong with the best, and could not be mended.
  public let problems: [TranslationProblem]
  /// Terms of the glossary that the best lacks.
  public let missingTerms: [String]
  /// Forbidden words that the best has.
  public let forbiddenWords: [String]
}

/// A possible translation of a sentence.
public struct TranslatedHypothesis: Sendable, Equatable {
  /// The translation.
  public let text: String
  /// Its tokens, without the end mark.
  public let tokens: [String]
  /// The sum of the tokens' log-probabilities, that of the end mark included; 0 if not computed.
  public let logProbability: Float
  /// By what hypotheses are compared; 0 if not computed.
  public let score: Float
  /// The log-probability of each token and of the end mark; empty if not computed.
  public let tokenScores: [Float]
  /// [tokens and end mark][source tokens and end mark] Where each token looked; empty if not recorded.
  public let attention: [[Float]]
  /// Words of source and target, counted from 0, that translate each other; empty if attention was not
  /// recorded.
  public let alignment: [WordPair]
  /// Where tokens looked, as stretches of the sentence and of the text; empty if not recorded.
  package let links: [TokenLink]

  package init(
    text: String, tokens: [String], logProbability: Float, score: Float, tokenScores: [Float],
    attention: [[Float]], alignment: [WordPair], links: [TokenLink] = []
  ) {
    self.text = text
    self.tokens = tokens
    self.logProbability = logProbability
    self.score = score
    self.tokenScores = tokenScores
    self.attention = attention
    self.alignment = alignment
    self.links = links
  }
}

/// A word of the source and one of its translation, counted from 0 in texts split at white space.
public struct WordPair: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The number of the source's word.
  public let source: Int
  /// The number of the translation's word.
  public let target: Int

  /// As the Pharaoh decoder wrote pairs: `0-1`.
  public var description: String { "\(source)-\(target)" }

  /// Whether a pair comes before another: by source, then by target.
  public static func < (one: WordPair, other: WordPair) -> Bool {
    (one.source, one.target) < (other.source, other.target)
  }
}
