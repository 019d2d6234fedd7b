/// How lines of text are translated.
public struct TranslationOptions: Sendable, Equatable {
  /// How each sentence's translation is searched for.
  public var search = DecodingOptions()
  /// Whether the sentences of a line are translated one by one. What was between them comes back
  /// between their translations. Default true.
  public var splitsSentences = true
  /// The language of the source, such as `de`, whose abbreviations do not end a sentence. Default: those
  /// of all languages.
  public var language: String?
  /// Words and phrases that must be translated in a given way.
  public var glossary = Glossary()
  /// Words and phrases that must not be in a translation. In a longer word they may be.
  public var forbidden: [String] = []
  /// Whether, of the translations found or drawn for a sentence, the one that the others agree with most
  /// comes first, instead of the likeliest (``MinimumBayesRisk``). Default false.
  public var minimizesRisk = false
  /// Whether a sentence in capitals is translated in lower case, and its translation raised: models have seen
  /// few capitals, and cannot read them. Default true.
  public var lowersCapitals = true
  /// Whether translations with a ``TranslationProblem`` are searched for again. Default true.
  public var repairs = true

  /// The defaults.
  public init() {}

  /// Each line is a sentence, and the first translation found stands: what a model does, as it is.
  public static var sentences: TranslationOptions {
    var options = TranslationOptions()
    options.splitsSentences = false
    options.repairs = false
    options.lowersCapitals = false
    return options
  }
}
