import CICU

/// Splits a line into its sentences.
///
/// Candidates are the boundaries of Unicode Standard Annex 29, as ICU finds them. Each is kept only if
/// its surroundings agree (`SentenceBoundary`): not after an abbreviation, an initial or an ordinal
/// number, not before a word in lower case, not inside brackets or an address. When in doubt there is no
/// boundary: two sentences can be translated together, but half a sentence cannot be translated well.
///
/// A line separator within the line always ends a sentence. Thai, which has no full stop, is not split.
public struct SentenceSplitter: Sendable {
  private let segmenter: Segmenter
  private let conventions: SentenceConventions
  private let endsAtSemicolon: Bool

  /// Loads the rules of a language.
  ///
  /// - Parameter language: A tag such as `de`, `de-AT` or `deu_Latn`. For `nil`, and for languages
  ///   without a list of their own, the abbreviations of all languages count.
  public init(language: String? = nil) {
    let code = languageCode(language ?? "")
    segmenter = Segmenter(CICU_SENTENCE, language: code)
    conventions = SentenceConventions.of(code)
    endsAtSemicolon = code == "el"
  }

  /// The sentences of a line, and the white space around them.
  public func split(_ line: String) -> Paragraph {
    var line = line
    guard line.withUTF8({ mayHaveBoundary($0.span) }) else { return Paragraph(line) }
    return Paragraph(line, cutAt: boundaries(in: line))
  }

  private func boundaries(in line: String) -> [String.Index] {
    let candidates = line.cuts(segmenter, in: line.startIndex..<line.endIndex)
    guard !candidates.isEmpty else { return [] }
    let brackets = Brackets(in: line)
    var start = line.startIndex
    var boundaries: [String.Index] = []
    for candidate in candidates where !brackets.surround(candidate) {
      let boundary = SentenceBoundary(in: line, sentenceStart: start, candidate: candidate)
      // The closing marks after a boundary may reach beyond the next.
      guard boundary.place > start, boundary.endsSentence(conventions) else { continue }
      start = boundary.place
      boundaries.append(start)
    }
    return boundaries
  }

  /// Whether the line must be looked at closely. Most lines hold one sentence, and most of those are
  /// seen here to do so, at a fraction of the cost.
  private func mayHaveBoundary(_ text: Span<UInt8>) -> Bool {
    var end = text.count
    while end > 0, !isWordByte(text[end - 1]) { end -= 1 }
    var index = 0
    while index < end {
      switch text[index] {
      case 0x21, 0x2E, 0x3F:  // ! . ?
        if mayBeginSentence(text, at: index + 1) { return true }
      case 0x3B: if endsAtSemicolon { return true }
      // Line separators, and what may begin a mark of another script: Latin, Greek and Cyrillic have
      // none but the Greek question mark, and general punctuation has none before the bullet.
      case 0x0A...0x0D, 0xCD, 0xD6...0xE0, 0xE3...0xFF: return true
      case 0xC2: if text[index + 1] == 0x85 { return true }
      case 0xE1: if text[index + 1] < 0xB8 { return true }
      case 0xE2:
        if text[index + 1] != 0x80 || !(0x90...0xA2 ~= text[index + 2]) { return true }
      default: break
      }
      index += 1
    }
    return false
  }
}

/// Whether a sentence may begin after a full stop that is followed by this text.
private func mayBeginSentence(_ text: Span<UInt8>, at offset: Int) -> Bool {
  let next = text[offset]
  if next == 0x20 { return !(0x61...0x7A ~= text[offset + 1]) }
  return next >= 0x80 || !isWordByte(next) && next != 0x2C
}

/// Whether a byte belongs to a letter or a digit, or to any character beyond ASCII.
private func isWordByte(_ byte: UInt8) -> Bool {
  byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
}
