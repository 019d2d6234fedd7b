/// A line cut into pieces that are translated one by one, with the white space around them.
///
/// The pieces are sentences, or parts of those that are too long. White space at either end of a piece
/// is not part of it: it comes back between the translations as it was.
///
/// ```swift
/// let paragraph = SentenceSplitter(language: "en").split(" It rained.  We stayed. ")
/// paragraph.pieces                                   // ["It rained.", "We stayed."]
/// paragraph.joined(["Es regnete.", "Wir blieben."])  // " Es regnete.  Wir blieben. "
/// ```
public struct Paragraph: Sendable, Equatable {
  /// The line as it was.
  public let line: String
  /// Where the pieces lie, in order and none empty. What is between them is white space.
  let ranges: [Range<String.Index>]

  /// Cuts a line at the given places, in their order. Between two cuts is one piece, or none where
  /// there is only white space.
  init(_ line: String, cutAt cuts: [String.Index] = []) {
    self.line = line
    ranges = line.pieces(of: line.startIndex..<line.endIndex, cutAt: cuts)
  }

  init(_ line: String, ranges: [Range<String.Index>]) {
    self.line = line
    self.ranges = ranges
  }

  /// The pieces in order; none when the line is blank.
  public var pieces: [String] { ranges.map { String(line[$0]) } }

  /// The line with a translation in the place of each piece.
  ///
  /// White space stays as it was, unless one language puts a space between sentences and the other does
  /// not: Chinese and Japanese sentences that touch get a space between their English translations, and
  /// a single space between English sentences goes away in Chinese. Which language does what is seen
  /// from the text before the gap. `joined(pieces)` is the line itself, byte for byte.
  ///
  /// - Parameter translations: As many as there are pieces.
  public func joined(_ translations: [String]) -> String {
    let gaps = gaps(between: translations)
    return zip(gaps, translations).map { $0 + $1 }.joined() + gaps[translations.count]
  }

  /// What stands before each piece when translations are in the places of the pieces, and after the
  /// last.
  func gaps(between translations: [String]) -> [Substring] {
    precondition(translations.count == ranges.count, "There must be a translation for each piece.")
    var gaps: [Substring] = []
    var end = line.startIndex
    for (index, range) in ranges.enumerated() {
      let gap = line[end..<range.lowerBound]
      if index > 0 {
        let touched = line[ranges[index - 1]].needsNoSpaceAfter
        let touches = translations[index - 1].needsNoSpaceAfter
        gaps.append(fitted(gap, from: touched, to: touches))
      } else {
        gaps.append(gap)
      }
      end = range.upperBound
    }
    return gaps + [line[end...]]
  }
}

/// The white space between two pieces as the translation's language has it.
private func fitted(_ gap: Substring, from touched: Bool, to touches: Bool) -> Substring {
  switch (touched, touches) {
  case (true, false): gap.isEmpty || gap == "\u{3000}" ? " " : gap
  case (false, true): gap == " " ? "" : gap
  default: gap
  }
}

extension StringProtocol {
  /// Whether the next sentence follows without a space, as in Chinese and Japanese.
  fileprivate var needsNoSpaceAfter: Bool {
    let end = unicodeScalars.suffix(8)
    guard let last = end.last, !last.isWide else { return !isEmpty }
    return end.last { $0.properties.isAlphabetic }?.isWide ?? false
  }
}
