/// What the splitters ask of places in a text.
extension String {
  /// The pieces of a range between cuts, without the white space at their ends and none empty.
  func pieces(of range: Range<Index>, cutAt cuts: [Index]) -> [Range<Index>] {
    var start = range.lowerBound
    return (cuts + [range.upperBound]).compactMap { end in
      defer { start = end }
      let piece = trimmed(start..<end)
      return piece.isEmpty ? nil : piece
    }
  }

  /// A range without the white space at its ends.
  private func trimmed(_ range: Range<Index>) -> Range<Index> {
    let scalars = unicodeScalars
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, scalars[start].isWhiteSpace {
      scalars.formIndex(after: &start)
    }
    while start < end {
      let last = scalars.index(before: end)
      guard scalars[last].isWhiteSpace else { break }
      end = last
    }
    return start..<end
  }

  /// The places in a range after each segment but the last.
  func cuts(_ segmenter: Segmenter, in range: Range<Index>) -> [Index] {
    var text = self[range]
    let ends = text.withUTF8 { segmenter.ends(in: $0) }
    return ends.dropLast().map { utf8.index(range.lowerBound, offsetBy: $0) }
  }
}

/// What the splitters ask of a character.
///
/// ASCII is answered from ranges, because looking up a property takes many times longer.
extension Unicode.Scalar {
  /// Whether this is a letter or a digit of any script.
  var isWordCharacter: Bool {
    guard !isASCII else { return isDigit || (value | 0x20) &- 0x61 < 26 }
    return properties.isAlphabetic || isDigit
  }

  /// Whether this has the property White_Space.
  var isWhiteSpace: Bool {
    isASCII ? value == 0x20 || value &- 0x09 < 5 : properties.isWhitespace
  }

  /// Whether this goes on with a word: a letter, a digit, a mark on one, or a joiner between them.
  var isWordPart: Bool { isWordCharacter || isMark || value == 0x200C || value == 0x200D }

  /// Whether this is of a script that puts no spaces between words.
  var isUnspaced: Bool { !isASCII && Script(self)?.isUnspaced ?? false }

  /// Whether this is a decimal digit of any script.
  var isDigit: Bool {
    isASCII ? value &- 0x30 < 10 : properties.generalCategory == .decimalNumber
  }

  /// Whether this is drawn on the character before it.
  private var isMark: Bool {
    guard value >= 0x300 else { return false }
    return switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Whether a word that begins with this letter does not begin a sentence.
  ///
  /// Georgian's letters have capitals in Unicode, but its writers do not use them.
  var isLowercaseLetter: Bool {
    guard !isASCII else { return value &- 0x61 < 26 }
    return properties.isLowercase && !(0x10D0...0x10FF ~= value)
  }

  /// Whether this is a letter of a script in which one letter is not a word: not a syllable of Hangul,
  /// not an ideograph.
  var isAlphabetLetter: Bool {
    properties.isAlphabetic && !isWide && !(0xAC00...0xD7A3 ~= value)
  }

  /// Whether this is Thai or Lao, in which a full stop marks nothing but abbreviations.
  var isThaiOrLao: Bool { 0x0E00...0x0EFF ~= value }

  /// Whether this may stand between the end of a sentence and the space after it: quotation marks and
  /// brackets of any direction, marks, and controls that are not seen.
  ///
  /// Which quotation marks open and which close depends on the language.
  var isClosing: Bool {
    isQuoteOrBracket || isMark || !isASCII && properties.generalCategory == .format
  }

  /// Whether this is a quotation mark or a bracket.
  var isQuoteOrBracket: Bool {
    guard !isASCII else { return "\"'()[]{}".unicodeScalars.contains(self) }
    return switch properties.generalCategory {
    case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation: true
    default: false
    }
  }

  /// Whether this may end a sentence: ICU knows which of the punctuation marks do.
  var isSentenceMark: Bool {
    isASCII ? ".!?;".unicodeScalars.contains(self) : properties.generalCategory == .otherPunctuation
  }

  /// Whether this opens brackets or, in most languages, a quotation.
  var isOpening: Bool {
    let category = properties.generalCategory
    return category == .openPunctuation || category == .initialPunctuation
  }

  /// Whether this is a quotation mark.
  var isQuotationMark: Bool {
    switch value {
    case 0x22, 0x27, 0x300C...0x300F, 0x301D...0x301F, 0xFF62, 0xFF63: true
    default:
      properties.generalCategory == .initialPunctuation
        || properties.generalCategory == .finalPunctuation
    }
  }

  /// Whether this is an apostrophe, which may be a quotation mark too.
  var isApostrophe: Bool { value == 0x27 || value == 0x2019 }

  /// Whether this is a space at which no line is broken.
  var isNoBreakSpace: Bool { value == 0xA0 || value == 0x2007 || value == 0x202F }

  /// Whether this ends a line wherever it stands.
  var isLineSeparator: Bool {
    switch value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Whether this is written without spaces around it: ideographs, kana, and their punctuation.
  var isWide: Bool {
    switch value {
    case 0x2E80...0x312F, 0x31A0...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF9F, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
