/// A word or a phrase to be found in texts, and not as a part of longer words.
///
/// Where it begins in lower case, it may begin with a capital at the head of a sentence. In scripts without
/// spaces every place is a word's edge. Korean particles may follow.
package struct Phrase: Hashable, Sendable {
  /// Without white space around it.
  let text: String
  /// The phrase with a capital, as at the head of a sentence; `nil` if that is no other way to write it.
  let raised: String?

  /// - Returns: `nil` for white space only.
  package init?(_ text: String) {
    let scalars = text.unicodeScalars.drop(while: \.isWhiteSpace)
    guard let last = scalars.lastIndex(where: { !$0.isWhiteSpace }) else { return nil }
    self.text = String(scalars[...last])
    let raised = self.text.prefix(1).uppercased() + self.text.dropFirst()
    self.raised = raised == self.text ? nil : raised
  }

  /// How many characters it has.
  var count: Int { text.count }

  /// The characters that it may begin with.
  var firstCharacters: [Character] { [text.first, raised?.first].compactMap(\.self) }

  /// Where the phrase stands in a text.
  package func ranges(in text: String) -> [Range<String.Index>] {
    guard mayBe(in: text) else { return [] }
    var ranges: [Range<String.Index>] = []
    var place = text.startIndex
    while place < text.endIndex {
      if let range = match(at: place, in: text) {
        ranges.append(range)
        place = range.upperBound
      } else {
        text.formIndex(after: &place)
      }
    }
    return ranges
  }

  /// Whether it is worth looking for the phrase in a text: one of ASCII needs a text as long and with its last
  /// byte. Other characters may be composed in other ways.
  private func mayBe(in text: String) -> Bool {
    let (last, count) = (self.text.utf8.last ?? 0, self.text.utf8.count)
    guard last < 0x80, self.text.utf8.allSatisfy({ $0 < 0x80 }) else { return true }
    return text.utf8.count >= count && text.utf8.contains(last)
  }

  /// The phrase at a place of a text; `nil` if it is not there.
  func match(at place: String.Index, in text: String) -> Range<String.Index>? {
    let range =
      text.range(of: self.text, at: place)
      ?? raised.flatMap { text.range(of: $0, at: place) }.flatMap {
        text.isHeadOfSentence(place) ? $0 : nil
      }
    guard let range, text.isWordEdge(place), text.isWordEdge(range.upperBound, isEnd: true)
    else { return nil }
    return range
  }

  /// Whether the phrase may stand behind a text as a word.
  ///
  /// - Parameter written: The phrase as it is added to a text, with a space in front or without.
  func mayFollow(_ text: String, as written: String) -> Bool {
    let hasSpace = written.first?.isWhitespace ?? false
    // Neither a second space nor the middle of a character, of which the rest is to come.
    guard let last = text.last, hasSpace ? !last.isWhitespace : last != "\u{FFFD}" else {
      return text.isEmpty
    }
    let end = text.unicodeScalars.suffix(16)
    let joined = String(end) + written
    let place = joined.unicodeScalars.index(joined.startIndex, offsetBy: end.count)
    let start = joined[place...].firstIndex { !$0.isWhitespace } ?? joined.endIndex
    return match(at: start, in: joined) != nil
  }

  /// Whether the word that the phrase ends may go on where the text does not yet.
  func isOpen(at range: Range<String.Index>, in text: String) -> Bool {
    guard range.upperBound == text.endIndex, let last = text.unicodeScalars.last else {
      return false
    }
    return last.isWordPart && !last.isUnspaced
  }
}

extension String {
  /// Where a phrase ends that begins at a place.
  fileprivate func range(of phrase: String, at place: Index) -> Range<Index>? {
    var (end, rest) = (place, phrase.startIndex)
    while rest < phrase.endIndex {
      guard end < endIndex, self[end] == phrase[rest] else { return nil }
      formIndex(after: &end)
      phrase.formIndex(after: &rest)
    }
    return place..<end
  }

  /// Whether no word goes on over a place.
  ///
  /// - Parameter isEnd: Whether a phrase ends there, instead of beginning.
  fileprivate func isWordEdge(_ place: Index, isEnd: Bool = false) -> Bool {
    guard place > startIndex, place < endIndex else { return true }
    let (before, after) = (
      unicodeScalars[unicodeScalars.index(before: place)], unicodeScalars[place]
    )
    guard before.isWordPart, after.isWordPart else { return true }
    return before.isUnspaced || after.isUnspaced || isEnd && before.isHangul && after.isHangul
  }

  /// Whether there is nothing but marks between a place and the text's beginning or a sentence's end.
  fileprivate func isHeadOfSentence(_ place: Index) -> Bool {
    for scalar in unicodeScalars[..<place].reversed() {
      if scalar.isWordPart { return false }
      if ".!?…:。！？".unicodeScalars.contains(scalar) { return true }
    }
    return true
  }
}

extension Unicode.Scalar {
  fileprivate var isHangul: Bool { !isASCII && Script(self) == Script("한") }
}
