/// Cuts lines into the tokens that a metric counts, and numbers these as they come.
///
/// Most rules look at a word between white space without regard to its neighbours. So each different
/// word is cut once, and what was seen before is looked up by its bytes.
struct TokenCutter {
  /// Calls `body` with each token of some text in order.
  typealias Cut = (
    _ text: [Unicode.Scalar], _ body: (ArraySlice<Unicode.Scalar>) -> Void
  ) -> Void

  /// Words and tokens alike, since most words are a token.
  private var strings = ByteStringTable(minimumCapacity: 8192)
  /// For each string where in ``tokensOfWords`` its tokens are; 0 as long as it was not met as a word.
  private var places: [UInt32] = []
  /// After a first number that says nothing, for each word the count of its tokens and these.
  private var tokensOfWords: [UInt32] = [0]

  /// The numbers of a line's tokens.
  ///
  /// - Parameters:
  ///   - isWordwise: Whether words can be cut one by one; if not, `cut` is given the whole line. So it
  ///     is where a line has line feeds in it, which some rules join.
  ///   - isPlain: Whether a byte of UTF-8 never has a word cut or changed. Most words have no others,
  ///     and are a token as they are.
  ///   - cut: Always the same where lines are cut word by word.
  mutating func tokens(
    of line: String, isWordwise: Bool = true, isPlain: (UInt8) -> Bool = { _ in false },
    by cut: Cut
  ) -> [UInt32] {
    var line = line
    return line.withUTF8 { bytes in
      let text = Span(_unsafeElements: bytes)
      var tokens: [UInt32] = []
      if !isWordwise || bytes.contains(0x0A) {
        Self.append(text, cut, to: &tokens, &strings)
        return tokens
      }
      tokens.reserveCapacity(text.count / 4)
      WhiteSpace.split(text) { range in
        let place = place(of: text.extracting(range), isPlain, cut)
        let count = Int(tokensOfWords[place])
        for index in place + 1..<place + 1 + count { tokens.append(tokensOfWords[index]) }
      }
      return tokens
    }
  }

  /// Where in ``tokensOfWords`` the tokens of a word are.
  private mutating func place(
    of word: Span<UInt8>, _ isPlain: (UInt8) -> Bool, _ cut: Cut
  ) -> Int {
    let number = Int(strings.insert(word))
    if number < places.count, places[number] > 0 { return Int(places[number]) }
    let place = tokensOfWords.count
    tokensOfWords.append(0)
    if word.indices.allSatisfy({ isPlain(word[$0]) }) {
      tokensOfWords.append(UInt32(number))
    } else {
      Self.append(word, cut, to: &tokensOfWords, &strings)
    }
    tokensOfWords[place] = UInt32(tokensOfWords.count - place - 1)
    while places.count < strings.count { places.append(0) }
    places[number] = UInt32(place)
    return place
  }

  private static func append(
    _ text: Span<UInt8>, _ cut: Cut, to tokens: inout [UInt32], _ strings: inout ByteStringTable
  ) {
    var characters: [Unicode.Scalar] = []
    characters.reserveCapacity(text.count)
    var offset = 0
    while offset < text.count {
      let (value, length) = text.scalar(at: offset)
      characters.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      offset += length
    }
    cut(characters) { token in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4 * token.count) { bytes in
        var count = 0
        for character in token {
          for byte in UTF8.encode(character) ?? UTF8.encodedReplacementCharacter {
            bytes.initializeElement(at: count, to: byte)
            count += 1
          }
        }
        tokens.append(UInt32(strings.insert(Span(_unsafeElements: bytes[..<count]))))
      }
    }
  }
}
