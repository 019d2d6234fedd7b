/// The way into a language between two, for which there is no model of the two themselves.
public struct Pivot: Sendable {
  private let translator: Translator
  /// How to translate.
  package var options: TranslationOptions

  /// - Parameters:
  ///   - translator: Translates into the language between.
  ///   - options: How to translate. Words that are asked for or forbidden are about the last translation, and left out.
  public init(_ translator: Translator, options: TranslationOptions) {
    var options = options
    options.glossary = Glossary()
    options.forbidden = []
    self.translator = translator
    self.options = options
  }

  /// Translates lines into the language between.
  ///
  /// - Parameters:
  ///   - words: Words and phrases that must be in the translation of each line that has them.
  ///   - firstLine: The number of the first line, which decides with the seed what is drawn in sampling.
  public func translate(
    _ lines: [String], keeping words: Set<String> = [], firstLine: Int = 1
  ) -> [Translation] {
    var options = options
    options.glossary.keep(words.sorted())
    return translator.translate(lines, firstLine: firstLine, options: options)
  }
}
