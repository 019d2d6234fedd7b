/// How far a hypothesis has come with the terms that it must have.
struct TermProgress {
  /// Tokens of the terms that are there: by these hypotheses are put into banks (Post & Vilar 2018).
  var met = 0
  /// Whether all terms are there if the text ends here.
  var isComplete = true
  /// Whether a term that is there may become a part of a longer word.
  var isOpen = false
  /// Whether the text ends in the beginning of a term.
  var isWriting = false
  /// The tokens that begin a term, or go on with the one that is being written, each with how many of its
  /// tokens are there then.
  var continuations: [Int32: Int] = [:]
}

extension LexicalConstraints {
  /// How far a hypothesis has come.
  func progress(of tokens: [Int32]) -> TermProgress {
    var progress = TermProgress()
    guard !terms.isEmpty else { return progress }
    let text = text(tokens)
    var writing: [(written: Int, token: Int32, met: Int)] = []
    for (term, place) in zip(terms, places(in: text)) {
      if let place {
        progress.met += term.weight
        progress.isOpen = progress.isOpen || term.phrase.isOpen(at: place, in: text)
        continue
      }
      progress.isComplete = false
      for spelling in term.spellings {
        guard let written = written(of: spelling, term.phrase, in: tokens) else { continue }
        let missing = spelling.count - written - 1
        writing.append((written, spelling[written], term.weight - missing))
      }
    }
    progress.isWriting = writing.contains { $0.written > 0 }
    for (written, token, met) in writing where written > 0 || !progress.isWriting {
      progress.continuations[token] = max(progress.continuations[token] ?? 0, met)
    }
    return progress
  }

  /// Tokens of terms that are there when a hypothesis has one more token.
  ///
  /// A token may bring the whole of a term with more around it, so its text decides.
  func met(by tokens: [Int32], _ progress: TermProgress, adding token: Int32) -> Int {
    let places = places(in: text(tokens + [token]))
    let met = zip(terms, places).reduce(0) { $0 + ($1.1 == nil ? 0 : $1.0.weight) }
    return met > progress.met ? met : met + (progress.continuations[token] ?? 0)
  }

  /// The places of the tokens with which terms are written.
  func givenTokens(of tokens: [Int32]) -> [Int] {
    var given: [Int] = []
    for term in terms {
      let ranges = term.spellings.lazy.flatMap { tokens.ranges(of: $0) }
      if let range = ranges.first(where: { range in !given.contains(where: range.contains) }) {
        given += range
      }
    }
    return given
  }

  /// How much of a spelling the last tokens are; `nil` where it cannot begin, such as within a word.
  private func written(of spelling: [Int32], _ phrase: Phrase, in tokens: [Int32]) -> Int? {
    (0...min(spelling.count - 1, tokens.count)).reversed().first { length in
      guard tokens.suffix(length).elementsEqual(spelling.prefix(length)) else { return false }
      let text = text(tokens.dropLast(length) + spelling)
      guard let range = phrase.ranges(in: text).last,
        text[range.upperBound...].allSatisfy(\.isWhitespace)
      else { return false }
      return !text[..<range.lowerBound].hasSuffix("  ")
    }
  }
}
