import CICU

/// Splits normalised text into the words within which pieces are formed.
///
/// A space belongs to the word after it, as in SentencePiece (Kudo and Richardson 2018), where the
/// space is written `▁`. Every punctuation mark and every digit is a word of its own, so that marks
/// and numbers are copied character by character whatever they stand beside: ` world, 42` has the
/// words ` world`, `,`, ` `, `4`, `2`.
///
/// This equals the pre-tokenizers Metaspace, Punctuation (isolated) and Digits (individual) of the
/// Hugging Face library in sequence.
enum PreTokenizer {
  /// The end of the word that starts at offset `start` of `text`, valid UTF-8.
  static func wordEnd(in text: Span<UInt8>, from start: Int) -> Int {
    let first = text.scalar(at: start)
    var end = start + first.length
    if first.value != 0x20, isBoundary(first.value) { return end }
    while end < text.count {
      let next = text.scalar(at: end)
      if isBoundary(next.value) { break }
      end += next.length
    }
    return end
  }

  /// Whether a character ends the word before it: a space, a punctuation mark or a digit.
  ///
  /// All of ASCII's symbols count as punctuation, `$` and `+` among them; beyond ASCII Unicode's
  /// categories P and N decide.
  private static func isBoundary(_ character: UInt32) -> Bool {
    guard character >= 0x80 else {
      let isLetter = (character | 0x20) &- 0x61 < 26
      return !isLetter && character >= 0x20 && character != 0x7F
    }
    return cicu_is_punctuation(character) || cicu_is_number(character)
  }
}
