/// What the translation of a sentence must have and must not have (lexically constrained decoding; Hokamp &
/// Liu 2017).
///
/// Constraints are about text: a term is there where it stands as a word, whichever tokens spell it, and a
/// forbidden word is not there in a longer one.
package struct LexicalConstraints: Sendable {
  /// A word or phrase that must be there.
  struct Term: Sendable {
    let phrase: Phrase
    /// The ways to write it.
    let spellings: [Spelling]

    /// The tokens of the longest spelling.
    var weight: Int { spellings.map(\.tokens.count).max() ?? 1 }
  }

  /// The longest first. One that must be there twice is here twice.
  let terms: [Term]
  let forbidden: [Phrase]
  /// The text of tokens.
  let text: @Sendable ([Int32]) -> String

  init(terms: [Term], forbidden: [Phrase], text: @escaping @Sendable ([Int32]) -> String) {
    self.terms = terms.sorted { $0.phrase.count > $1.phrase.count }
    self.forbidden = forbidden
    self.text = text
  }

  /// - Parameters:
  ///   - terms: Words and phrases that must be there, each as often as it is given, with the tokens that may
  ///     write them and the text of these after a word.
  ///   - forbidden: Words and phrases that must not be there.
  ///   - text: The text of tokens.
  package init(
    terms: [(text: String, spellings: [(tokens: [Int32], text: String)])], forbidden: [String] = [],
    text: @escaping @Sendable ([Int32]) -> String
  ) {
    self.init(
      terms: terms.compactMap { term in
        Phrase(term.text).map {
          Term(phrase: $0, spellings: term.spellings.map { Spelling(tokens: $0, text: $1) })
        }
      }, forbidden: forbidden.compactMap(Phrase.init), text: text)
  }

  /// Constraints in the words of a tokenizer.
  package init(terms: [String], forbidden: [Phrase] = [], _ tokenizer: Tokenizer) {
    self.init(
      terms: terms.compactMap { term in
        guard let given = Phrase(term), let phrase = Phrase(tokenizer.normalized(term)) else {
          return nil
        }
        return Term(phrase: phrase, spellings: tokenizer.spellings(of: given))
      }, forbidden: forbidden, text: tokenizer.decode)
  }

  /// Whether there are none.
  var isEmpty: Bool { terms.isEmpty && forbidden.isEmpty }

  /// Those that a search can keep.
  ///
  /// - Parameters:
  ///   - prefix: What is given; words that are forbidden and there already may be there.
  ///   - withTerms: Whether terms are searched for. They cannot be drawn.
  func after(prefix: [Int32], withTerms: Bool) -> LexicalConstraints {
    let given = text(prefix)
    return LexicalConstraints(
      terms: withTerms ? terms : [],
      forbidden: forbidden.filter { $0.ranges(in: given).isEmpty }, text: text)
  }

  /// The ways to write a term in tokens.
  package func spellings(ofTerm number: Int) -> [[Int32]] { terms[number].spellings.map(\.tokens) }

  /// All tokens that terms may be written with.
  var tokens: [Int32] { terms.flatMap { $0.spellings.flatMap(\.tokens) } }

  /// Tokens that the terms have together.
  var weight: Int { terms.reduce(0) { $0 + $1.weight } }

  /// For each term where it stands in a text; no two at one place.
  func places(in text: String) -> [Range<String.Index>?] {
    var taken: [Range<String.Index>] = []
    return terms.map { term in
      let place = term.phrase.ranges(in: text).first { range in
        !taken.contains { $0.overlaps(range) }
      }
      if let place { taken.append(place) }
      return place
    }
  }

  /// The terms that a text lacks.
  package func missing(in text: String) -> [String] {
    zip(terms, places(in: text)).compactMap { $1 == nil ? $0.phrase.text : nil }
  }

  /// The forbidden words that a text has.
  package func violated(in text: String) -> [String] {
    forbidden.filter { !$0.ranges(in: text).isEmpty }.map(\.text)
  }
}
