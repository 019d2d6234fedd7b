/// How far a hypothesis has come with the words that it must have.
struct TermProgress {
  /// The hypothesis as text.
  var text = ""
  /// Tokens of the terms that are there: by these hypotheses are put into banks (Post & Vilar 2018).
  var met = 0
  /// The numbers of the terms that are not there.
  var missing: [Int] = []
  /// The numbers of the terms at the text's end that may become parts of longer words.
  var open: [Int] = []
  /// Whether the text ends in the beginning of a term.
  var isWriting = false
  /// The tokens that begin a term, or go on with the one that is being written, each with how many of its
  /// tokens are there then.
  var continuations: [Int32: Int] = [:]

  /// Whether all terms are there if the text ends here.
  var isComplete: Bool { missing.isEmpty }
}

extension LexicalConstraints {
  /// How far a hypothesis has come.
  ///
  /// - Parameter parent: The same of the hypothesis without its last token.
  func progress(of tokens: [Int32], after parent: TermProgress?) -> TermProgress {
    var progress = TermProgress()
    progress.text =
      parent.flatMap { parent in
        tokens.last.map { text(parent.text, tokens.dropLast(), adding: $0) }
      }
      ?? text(tokens)
    guard !terms.isEmpty else { return progress }
    var writing: [(written: Int, token: Int32, met: Int)] = []
    for (number, place) in places(in: progress.text).enumerated() {
      let term = terms[number]
      if let place {
        progress.met += term.weight
        if term.phrase.isOpen(at: place, in: progress.text) { progress.open.append(number) }
        continue
      }
      progress.missing.append(number)
      for spelling in term.spellings {
        guard let written = written(of: spelling, term.phrase, in: tokens, progress.text) else {
          continue
        }
        let rest = spelling.tokens.count - written - 1
        writing.append((written, spelling.tokens[written], term.weight - rest))
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
  /// A token may bring the end of a term with more after it, or the whole of it, so its text decides. Most
  /// tokens bring no term's end.
  func met(by hypothesis: PartialHypothesis, adding token: Int32) -> Int {
    let progress = hypothesis.terms
    let written = progress.continuations[token] ?? 0
    guard !progress.open.isEmpty || written > 0 || mayEndTerm(token, progress.missing) else {
      return progress.met
    }
    let end = end(of: hypothesis, adding: token)
    func isThere(_ number: Int) -> Bool { !terms[number].phrase.ranges(in: end).isEmpty }
    let lost = progress.open.reduce(0) { $0 + (isThere($1) ? 0 : terms[$1].weight) }
    let found = progress.missing.filter(isThere)
    guard let number = found.first else { return progress.met - lost + written }
    // Equal terms count one by one.
    let others = found.filter { terms[$0].phrase != terms[number].phrase }
    return progress.met - lost + (others + [number]).reduce(0) { $0 + terms[$1].weight }
  }

  /// Whether a hypothesis may go on like this.
  ///
  /// A forbidden word is there when the next token shows that the word has ended.
  ///
  /// - Parameters:
  ///   - hypothesis: Which keeps the constraints so far.
  ///   - token: Its next token; `nil` if it ends here.
  func allow(_ hypothesis: PartialHypothesis, adding token: Int32?) -> Bool {
    guard !forbidden.isEmpty else { return true }
    let end = end(of: hypothesis, adding: token)
    return !forbidden.contains { phrase in
      phrase.ranges(in: end).contains { token == nil || !phrase.isOpen(at: $0, in: end) }
    }
  }

  /// Whether tokens may go on with another, or end if it is `nil`.
  package func allow(_ tokens: [Int32], adding token: Int32?) -> Bool {
    let progress = progress(of: tokens, after: nil)
    return allow(PartialHypothesis(tokens: tokens, terms: progress), adding: token)
  }

  /// The text of a hypothesis with one more token.
  private func text(_ text: String, _ tokens: ArraySlice<Int32>, adding token: Int32) -> String {
    let last = Array(tokens.suffix(4))
    let (before, after) = (self.text(last), self.text(last + [token]))
    // What a token adds depends on those beside it, where these are bytes of one character.
    guard !before.isEmpty, text.hasSuffix(before), after.hasPrefix(before),
      after.count > before.count
    else { return self.text(Array(tokens) + [token]) }
    return text + after.dropFirst(before.count)
  }

  /// The end of that text, with room for every word that the constraints are about.
  private func end(of hypothesis: PartialHypothesis, adding token: Int32?) -> String {
    let text = hypothesis.terms.text
    let longest = max(terms.first?.phrase.count ?? 0, forbidden.map(\.count).max() ?? 0)
    let room = text.suffix(longest + 20)
    guard let token else { return String(room) }
    let whole = self.text(text, hypothesis.tokens[...], adding: token)
    return whole.hasPrefix(text) ? String(room + whole.dropFirst(text.count)) : whole
  }

  /// Whether a token has the last character of a term.
  private func mayEndTerm(_ token: Int32, _ numbers: [Int]) -> Bool {
    let text = text([token])
    return numbers.contains { terms[$0].phrase.text.last.map(text.contains) ?? false }
  }

  /// The places of the tokens with which terms are written.
  func givenTokens(of tokens: [Int32]) -> [Int] {
    var given: [Int] = []
    for term in terms {
      let ranges = term.spellings.lazy.flatMap { tokens.ranges(of: $0.tokens) }
      if let range = ranges.first(where: { range in !given.contains(where: range.contains) }) {
        given += range
      }
    }
    return given
  }

  /// How much of a spelling the last tokens are; `nil` where it cannot begin, such as within a word.
  private func written(
    of spelling: Spelling, _ phrase: Phrase, in tokens: [Int32], _ text: String
  ) -> Int? {
    let longest = min(spelling.tokens.count - 1, tokens.count)
    for length in stride(from: longest, to: 0, by: -1)
    where tokens.suffix(length).elementsEqual(spelling.tokens.prefix(length)) {
      let before = self.text(Array(tokens.dropLast(length)))
      if phrase.mayFollow(before, as: spelling.text) { return length }
    }
    return longest >= 0 && phrase.mayFollow(text, as: spelling.text) ? 0 : nil
  }
}
