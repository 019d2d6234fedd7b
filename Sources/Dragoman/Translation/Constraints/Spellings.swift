/// A way to write a phrase in tokens.
struct Spelling: Sendable {
  let tokens: [Int32]
  /// What the tokens add to a text that ends in a word: with a space in front, or without.
  let text: String
}

extension Tokenizer {
  /// A text as decoding gives it; as it is if it cannot be spelled.
  func normalized(_ text: String) -> String {
    let normalized = decode(encode(text))
    return Phrase(normalized) == nil ? text : normalized
  }

  /// The ways to write a phrase in tokens: a word has others at the beginning of a text than after a space
  /// or a bracket, or, where spaces are at the ends of pieces, before one.
  func spellings(of phrase: Phrase) -> [Spelling] {
    var spellings: [Spelling] = []
    let word = encodePrefix("a")
    let wordText = decode(word)
    for text in [phrase.text, phrase.raised].compactMap(\.self) {
      for (before, after) in [("", ""), ("a ", ""), ("a ", " a"), ("", " a"), ("(", ")")] {
        let pieces = encodeWithOffsets(before + text + after)
        let range = before.utf8.count..<before.utf8.count + text.utf8.count
        let own = pieces.filter {
          $0.source.overlaps(range) || range.contains($0.source.lowerBound)
        }
        // Without a letter or a mark of what is around it.
        let first = before.hasSuffix(" ") ? range.lowerBound - 1 : range.lowerBound
        let last = after.hasPrefix(" ") ? range.upperBound + 1 : range.upperBound
        guard let begin = own.first, let end = own.last, begin.source.lowerBound >= first,
          end.source.upperBound <= last
        else { continue }
        let tokens = own.map(\.id)
        guard !spellings.contains(where: { $0.tokens == tokens }) else { continue }
        let added = decode(word + tokens).dropFirst(wordText.count)
        spellings.append(Spelling(tokens: tokens, text: String(added)))
      }
    }
    return spellings
  }

  /// The pieces of a text that goes on with another word, if it ends in one.
  ///
  /// Where spaces are at the ends of pieces, the last one has the space.
  package func encodePrefix(_ text: String) -> [Int32] {
    guard let last = text.unicodeScalars.last, !last.isWhiteSpace, !last.isUnspaced else {
      return encode(text)
    }
    let end = text.utf8.count
    return encodeWithOffsets(text + " a").filter { $0.source.lowerBound < end }.map(\.id)
  }
}
