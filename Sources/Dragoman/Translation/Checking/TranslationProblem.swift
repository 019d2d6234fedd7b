/// What may be wrong with a translation, as far as can be seen without knowing the languages.
public enum TranslationProblem: String, Sendable, CaseIterable {
  /// The source has words, the translation none.
  case empty
  /// Far shorter than the source: under a quarter of its tokens, of eight or more.
  case tooShort = "too short"
  /// The same words or characters again and again, which the source does not do.
  case loop
  /// The source itself, of four words or more that are not numbers.
  case copied
  /// A number or an address of the source is missing.
  case lost
  /// A number or an address too many, and none missing.
  case surplus
  /// A term of the glossary is missing.
  case term = "term missing"
  /// A word is there that no translation may have.
  case forbidden = "forbidden word"
  /// A word too long to be one, which stays as it is.
  case untranslated = "not translated"
  /// Bytes that form no character, which stand as U+FFFD; the source has none.
  case unreadable

  /// What is wrong with `target` as a translation of `source`.
  package static func find(
    source: String, sourceTokens: Int, target: String, targetTokens: Int
  ) -> [TranslationProblem] {
    guard source.hasSomethingToTranslate else { return [] }
    guard !target.allSatisfy(\.isWhitespace) else { return [.empty] }
    var problems: [TranslationProblem] = []
    if sourceTokens >= 8, 4 * targetTokens < sourceTokens { problems.append(.tooShort) }
    let items = ItemComparison(source: source, target: target)
    if Repetition.isLoop(target, source: source, numbersAreKnown: items.surplus.isEmpty) {
      problems.append(.loop)
    }
    if target.words == source.words, source.wordCount >= 4 { problems.append(.copied) }
    // Where one is changed, one problem is enough.
    if !items.lost.isEmpty {
      problems.append(.lost)
    } else if !items.surplus.isEmpty {
      problems.append(.surplus)
    }
    if target.hasReplacementCharacter, !source.hasReplacementCharacter {
      problems.append(.unreadable)
    }
    return problems
  }
}

/// The numbers and addresses that only one of a source and its translation has.
struct ItemComparison {
  /// Those of the source, as they stand in it.
  let lost: [String]
  /// Those of the translation, as they stand in it.
  let surplus: [String]

  init(source: String, target: String) {
    let (given, sourceText) = WebAddress.split(source)
    let (found, targetText) = WebAddress.split(target)
    let numbers = NumberComparison(source: sourceText, target: targetText)
    lost = WebAddress.missing(from: found, of: given) + numbers.lost
    surplus = WebAddress.missing(from: given, of: found) + numbers.surplus
  }
}

extension String {
  /// Whether there is a letter or a digit: marks and emoji are the same in all languages.
  var hasSomethingToTranslate: Bool {
    unicodeScalars.contains { $0.isWordCharacter || $0.properties.numericType != nil }
  }

  fileprivate var hasReplacementCharacter: Bool { unicodeScalars.contains("\u{FFFD}") }

  /// Its words, whatever stands between them.
  fileprivate var words: [Substring] {
    split { !$0.isLetter && !$0.isNumber }
  }

  /// How many words it has that are not numbers. In scripts that part no words, three characters
  /// count as two.
  fileprivate var wordCount: Int {
    let unspaced = unicodeScalars.count(where: \.isUnspaced)
    let spaced = words.count { word in
      word.unicodeScalars.contains {
        $0.properties.isAlphabetic && !$0.isUnspaced
      }
    }
    return spaced + unspaced * 2 / 3
  }
}
