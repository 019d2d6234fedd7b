public import Dragoman

/// A translated line, and where its words are from.
public struct TranslatedLine: Sendable {
  /// The translation.
  public let text: String
  /// How stretches of the line and of the translation belong together.
  let links: [TokenLink]
  /// What is wrong with it.
  let problems: [TranslationProblem]

  package init(text: String, links: [TokenLink], problems: [TranslationProblem] = []) {
    self.text = text
    self.links = links
    self.problems = problems
  }
}

/// Who translates the lines of a document.
public protocol LineTranslator: Sendable {
  /// Translates lines.
  ///
  /// - Parameters:
  ///   - words: Words and phrases that must be in the translation of each line that has them.
  ///   - progress: Is told how many more sentences are done, and how many there are, from any thread.
  /// - Returns: A translation for each line.
  func translate(
    _ lines: [String], keeping words: Set<String>,
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void
  ) -> [TranslatedLine]
}

/// A model that translates the lines of a document, or two of them through a language between.
public struct ModelTranslator: LineTranslator {
  private let translator: Translator
  private var pivot: Pivot?
  private var options: TranslationOptions

  /// - Parameters:
  ///   - pivot: Translates into the language between; `nil` for none.
  ///   - options: How to translate; attention is recorded in any case.
  public init(_ translator: Translator, after pivot: Pivot? = nil, options: TranslationOptions) {
    self.translator = translator
    self.pivot = pivot
    self.options = options
    self.options.search.recordsAttention = true
    self.pivot?.options.search.recordsAttention = true
  }

  /// Translates lines.
  public func translate(
    _ lines: [String], keeping words: Set<String>,
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void
  ) -> [TranslatedLine] {
    var options = options
    options.glossary.keep(words.sorted())
    let between = pivot?.translate(lines, keeping: words)
    let translations = translator.translate(
      between?.map(\.text) ?? lines, options: options, progress: progress)
    return translations.enumerated().map { number, translation in
      let before = between?[number]
      return TranslatedLine(
        text: translation.text,
        links: before?.links.followed(by: translation.links) ?? translation.links,
        problems: [before, translation].compactMap(\.self).flatMap(\.sentences)
          .flatMap(\.problems))
    }
  }
}
