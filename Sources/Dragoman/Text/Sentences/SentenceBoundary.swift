/// A place where a sentence may end, judged by what stands around it.
///
/// Before the place are a word, one or more marks that end sentences, closing quotation marks or
/// brackets if any, and white space.
struct SentenceBoundary {
  /// How many characters are looked at for a word on either side. All words that matter are shorter,
  /// and a line that is made to be slow is not slow.
  private static let reach = 24

  /// Where the next sentence begins.
  let place: String.Index
  private let sentenceStart: String.Index
  private let scalars: String.UnicodeScalarView
  /// Where the marks end, and where the closing quotation marks or brackets after them do.
  private let markEnd, closingEnd: String.Index
  /// The word that the next sentence would begin with, without marks that open it; empty when there is
  /// none, as after the last letter of the line.
  private let nextWord: Substring.UnicodeScalarView

  /// Looks around a boundary of the standard's.
  init(in line: String, sentenceStart: String.Index, candidate: String.Index) {
    self.sentenceStart = sentenceStart
    scalars = line.unicodeScalars
    let end = scalars.endOfDetachedClosing(at: candidate)
    let gap = scalars.start(before: end) { $0.isWhiteSpace }
    // Where nothing separates sentences, the standard counts the opening marks of the next one to the
    // one before: `他走了。“好。”`
    closingEnd = gap < end ? gap : scalars.start(before: end) { $0.isOpening }
    place = gap < end ? end : closingEnd
    markEnd = scalars.start(before: closingEnd) { $0.isClosing || $0.isWhiteSpace }
    nextWord = scalars[place...].prefix(Self.reach).drop { !$0.isWordCharacter }.prefix {
      $0.isWordPart
    }
  }

  /// Whether a sentence ends here in a language with these conventions.
  func endsSentence(_ conventions: SentenceConventions) -> Bool {
    let gap = scalars[closingEnd..<place]
    if gap.contains(where: \.isLineSeparator) { return true }
    guard let mark = scalars[..<markEnd].last, mark.isSentenceMark,
      let next = nextWord.first, !next.isLowercaseLetter,
      !gap.isEmpty || mayTouchNext(mark), !quotationMayGoOn(to: next)
    else { return false }
    return mark == "." ? fullStopEndsSentence(conventions) : !isRemark && !isPartOfName(conventions)
  }

  /// Whether sentences may follow each other without a space after a mark.
  ///
  /// Marks of ASCII occur in addresses (`?q=`) and names (`Yahoo!`) too, so these need a script without
  /// spaces on both sides.
  private func mayTouchNext(_ mark: Unicode.Scalar) -> Bool {
    guard mark.isASCII else { return true }
    let marks = scalars.start(before: markEnd) { $0 == "!" || $0 == "?" }
    return scalars[place].isWide && scalars[..<marks].last?.isWide ?? false
  }

  /// Whether what follows may say who spoke: `「行く。」と彼は言った。` Where letters have case, that is seen
  /// by it.
  private func quotationMayGoOn(to next: Unicode.Scalar) -> Bool {
    scalars[markEnd..<closingEnd].contains(where: \.isQuotationMark)
      && next.properties.generalCategory == .otherLetter && scalars[place].isWordCharacter
  }

  /// Whether the marks stand alone in brackets, as a comment on what was said: `(!)`.
  private var isRemark: Bool {
    let marks = scalars.start(before: markEnd) { $0.isSentenceMark }
    return scalars[..<marks].last?.properties.generalCategory == .openPunctuation
  }
}

// MARK: - Words and numbers before the mark

extension SentenceBoundary {
  /// Whether a full stop ends a sentence, rather than an abbreviation or a number.
  private func fullStopEndsSentence(_ conventions: SentenceConventions) -> Bool {
    let stops = scalars.start(before: markEnd) { $0 == "." }
    switch scalars.distance(from: stops, to: markEnd) {
    case 1: break
    // An ellipsis ends no sentence: as often as not the sentence goes on after it.
    case 2, 3: return scalars[..<stops].last.map { $0 == "!" || $0 == "?" } ?? false
    default: return true
    }
    if isSpacedEllipsis(stops) || scalars[..<stops].last?.isThaiOrLao ?? false { return false }
    guard let start = startOfWord(endingAt: stops), start < stops else { return true }
    let word = String(scalars[start..<stops])
    var followsAbbreviation: Bool { conventions.starters.contains(String(nextWord)) }

    switch conventions.kind(of: word) {
    case .neverFinal: return false
    case .beforeNumber where nextWord.first?.isDigit ?? false: return false
    case .seldomFinal: return followsAbbreviation
    case .beforeNumber, nil: break
    }
    if let numbers = StoppedNumbers(word) {
      if beginsSentence(start) { return false }
      if nextWord.first?.isDigit ?? false, numbers.mayBeginDate(conventions) { return false }
      return !numbers.mayGoOn(conventions) || followsAbbreviation
        || conventions.wordsBeforeTime.contains(wordBefore(start))
    }
    if isRomanNumeral(word), conventions.writesOrdinals || beginsSentence(start) {
      return followsAbbreviation
    }
    if word.isDottedAbbreviation { return followsAbbreviation }
    if isInitial(word, at: start) { return word.isLowercaseWord && followsAbbreviation }
    return true
  }

  /// Whether the mark belongs to a name: `Yahoo!`
  private func isPartOfName(_ conventions: SentenceConventions) -> Bool {
    let mark = scalars.index(before: markEnd)
    guard scalars[mark] == "!", let start = startOfWord(endingAt: mark) else { return false }
    return conventions.kind(of: String(scalars[start..<markEnd])) != nil
  }

  /// Whether the stop is one of several with spaces between: `. . .`
  private func isSpacedEllipsis(_ stop: String.Index) -> Bool {
    let before = scalars.start(before: stop) { $0.isWhiteSpace }
    return before < stop && scalars[..<before].last == "."
  }

  /// Where the word before a stop begins, with the stops inside it; `nil` when it is too long to matter.
  private func startOfWord(endingAt end: String.Index) -> String.Index? {
    var start = end
    for _ in 0..<Self.reach {
      guard start > scalars.startIndex else { return start }
      let before = scalars.index(before: start)
      guard scalars[before].isWordPart || scalars[before] == "." else { return start }
      start = before
    }
    return nil
  }

  /// The word that stands before another, without its full stop; empty when it is too long to matter.
  private func wordBefore(_ place: String.Index) -> String {
    let end = scalars.start(before: place) { $0.isWhiteSpace || $0 == "." }
    guard place > end, let start = startOfWord(endingAt: end) else { return "" }
    return String(scalars[start..<end])
  }

  /// Whether nothing but marks stands before a word of the sentence, so that it numbers what follows.
  private func beginsSentence(_ word: String.Index) -> Bool {
    scalars[sentenceStart..<word].prefix(Self.reach).allSatisfy { !$0.isWordCharacter }
  }

  /// Whether a word is one letter that stands for a name: `J. R. R. Tolkien`, but not the end of `don't`.
  private func isInitial(_ word: String, at start: String.Index) -> Bool {
    guard word.count == 1, let letter = word.unicodeScalars.first, letter.isAlphabetLetter else {
      return false
    }
    guard let before = scalars[..<start].last else { return true }
    return before.isWhiteSpace || before == "-"
      || before.isQuoteOrBracket && !before.isApostrophe
  }
}

private func isRomanNumeral(_ word: String) -> Bool {
  word.utf8.allSatisfy { "IVXLCDM".utf8.contains($0) }
}

extension String {
  /// Whether this is an abbreviation of several letters with a stop between: `e.g`, `U.S`, `т.е`.
  fileprivate var isDottedAbbreviation: Bool {
    let parts = unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.allSatisfy { 1...3 ~= $0.count && $0.allSatisfy { !$0.isDigit } }
  }

  fileprivate var isLowercaseWord: Bool { unicodeScalars.first?.isLowercaseLetter ?? false }
}

extension String.UnicodeScalarView {
  /// Where the run of characters before a place begins.
  fileprivate func start(
    before end: Index, _ belongs: (Unicode.Scalar) -> Bool
  ) -> Index {
    var start = end
    while start > startIndex, belongs(self[index(before: start)]) { formIndex(before: &start) }
    return start
  }

  /// The place after a closing mark that has spaces on both sides, and the white space after it, or the
  /// place itself: the standard puts the mark of French `« Oui ! »` into the next sentence.
  fileprivate func endOfDetachedClosing(at place: Index) -> Index {
    guard place < endIndex, self[place].isClosing else { return place }
    let after = self[index(after: place)...]
    guard let next = after.first, next.isWhiteSpace else { return place }
    return after.firstIndex { !$0.isWhiteSpace } ?? endIndex
  }
}
