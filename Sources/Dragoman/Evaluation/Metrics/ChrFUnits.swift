/// A line as the numbers that chrF counts.
struct ChrFUnits {
  /// Unicode's.
  var characters: [UInt32] = []
  /// As numbered by a table, or none when there are no orders of words.
  var words: [UInt32] = []

  /// Reads lines as units.
  struct Reader {
    private let metric: ChrF
    private var cutter = TokenCutter()

    init(_ metric: ChrF) { self.metric = metric }

    mutating func units(of line: String) -> ChrFUnits {
      var characters = [Unicode.Scalar](line, lowercase: metric.lowercase)
      if metric.whitespace { WhiteSpace.trimEnd(&characters) }
      var units = ChrFUnits()
      units.characters.reserveCapacity(characters.count)
      for character in characters where metric.whitespace || !WhiteSpace.contains(character) {
        units.characters.append(character.value)
      }
      guard metric.wordOrder > 0 else { return units }
      units.words = cutter.tokens(
        of: line,
        isPlain: { !metric.lowercase && !ChrFUnits.isPunctuation(Unicode.Scalar($0)) },
        by: { text, body in
          WhiteSpace.split(metric.lowercase ? text.lowercased() : text) {
            ChrFUnits.forEachPart(of: $0, body)
          }
        })
      return units
    }
  }

  /// Takes punctuation of ASCII off the end of a word, or if there is none off its beginning; one
  /// character, so `(a)` has the parts `(a` and `)`.
  private static func forEachPart(
    of word: ArraySlice<Unicode.Scalar>, _ body: (ArraySlice<Unicode.Scalar>) -> Void
  ) {
    if word.count > 1, isPunctuation(word[word.endIndex - 1]) {
      body(word.dropLast())
      body(word.suffix(1))
    } else if word.count > 1, isPunctuation(word[word.startIndex]) {
      body(word.prefix(1))
      body(word.dropFirst())
    } else {
      body(word)
    }
  }

  private static func isPunctuation(_ character: Unicode.Scalar) -> Bool {
    switch character {
    case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
    default: false
    }
  }
}
