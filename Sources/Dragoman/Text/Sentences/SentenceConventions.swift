import CICU

/// What a language writes with a full stop that does not end a sentence.
struct SentenceConventions: Sendable {
  /// What an abbreviation says about the full stop after it.
  enum Abbreviation: Sendable {
    /// Something always follows in the same sentence: `Dr.`, `z.B.`
    case neverFinal
    /// So does a number, else this is a word: `No. 5`
    case beforeNumber
    /// The sentence may end too: `etc.`
    case seldomFinal
  }

  /// Words that begin sentences and hardly anything else when they are capitalised. Before one of them a
  /// sentence ends even after an abbreviation that seldom ends one.
  private(set) var starters: Set<String>
  /// Whether a number and a full stop is an ordinal number, as in German `am 3. Mai` and `am 3.5. abends`.
  private(set) var writesOrdinals: Bool
  /// Whether a full stop follows the last number of a date with its year, too: Croatian `3.5.2020.`, Hungarian
  /// `2020.05.03.`
  private(set) var writesStopAfterDate: Bool
  /// Words before a time of the day, which is no ordinal number: German `um 9.10.`
  private(set) var wordsBeforeTime: Set<String>
  private var abbreviations: [String: Abbreviation] = [:]

  /// Takes words separated by white space. One in lower case stands for its capitalised forms too; one
  /// with a capital stands only for itself, for the sake of words that are spelled alike (`Sat.`, `sat.`).
  init(
    neverFinal: String, beforeNumber: String = "", seldomFinal: String = "", starters: String = "",
    writesOrdinals: Bool = false, writesStopAfterDate: Bool = false, beforeTime: String = ""
  ) {
    self.starters = Set(starters.words)
    self.writesOrdinals = writesOrdinals
    self.writesStopAfterDate = writesStopAfterDate
    wordsBeforeTime = Set(beforeTime.words)
    for word in seldomFinal.words { abbreviations[word] = .seldomFinal }
    for word in beforeNumber.words { abbreviations[word] = .beforeNumber }
    for word in neverFinal.words { abbreviations[word] = .neverFinal }
  }

  /// The kind of an abbreviation, given without its last full stop; `nil` for other words.
  func kind(of word: String) -> Abbreviation? {
    abbreviations[word] ?? abbreviations[word.lowercased()]
  }

  /// The conventions of a language by its code, or those of all languages together.
  static func of(_ language: String) -> SentenceConventions {
    // Both written forms of Norwegian are alike in this.
    let language = ["nb", "nn"].contains(language) ? "no" : language
    return byLanguage[language].map { $0.merging(international) } ?? all
  }

  /// The conventions for a text in any language: what is an abbreviation in one of them counts, and the
  /// reading under which sentences do not end wins.
  private static let all = byLanguage.values.reduce(international) { $0.merging($1) }

  private func merging(_ other: SentenceConventions) -> SentenceConventions {
    var merged = self
    merged.starters.formUnion(other.starters)
    merged.writesOrdinals = writesOrdinals || other.writesOrdinals
    merged.writesStopAfterDate = writesStopAfterDate || other.writesStopAfterDate
    merged.wordsBeforeTime.formUnion(other.wordsBeforeTime)
    merged.abbreviations.merge(other.abbreviations) { $0.caution >= $1.caution ? $0 : $1 }
    return merged
  }
}

extension SentenceConventions.Abbreviation {
  fileprivate var caution: Int {
    switch self {
    case .neverFinal: 2
    case .seldomFinal: 1
    case .beforeNumber: 0
    }
  }
}

extension String {
  fileprivate var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }
}

/// The code of the language that a tag names, of two letters where there is one; empty when it names none.
func languageCode(_ tag: String) -> String {
  var capacity = 16
  while true {
    var needed = 0
    let code = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      needed = buffer.withMemoryRebound(to: CChar.self) {
        Int(cicu_language(tag, $0.baseAddress, Int32(capacity)))
      }
      count = min(needed, capacity)
    }
    if needed <= capacity { return String(decoding: code, as: UTF8.self) }
    capacity = needed
  }
}
