import Glibc

/// Cuts lines into the tokens that a metric counts, as numbers.
///
/// Most rules look at a word between white space without regard to its neighbours. So each different
/// word is cut once, and what was seen before is looked up by its bytes.
struct TokenCutter {
  /// Calls the function with each token of some text in order.
  typealias Cut = (
    _ text: [Unicode.Scalar], _ body: (ArraySlice<Unicode.Scalar>) -> Void
  ) -> Void

  private let cut: Cut
  private let isWordwise: Bool
  private var words = ByteStringTable(minimumCapacity: 4096)
  /// The tokens of the first word, of the second and so on.
  private var tokensOfWords: [UInt32] = []
  /// Where those of each word end.
  private var ends: [Int] = []

  /// - Parameters:
  ///   - isWordwise: Whether words can be cut one by one; if not, `cut` is given whole lines. It is
  ///     also where a line has line feeds in it, which some rules join.
  init(isWordwise: Bool = true, by cut: @escaping Cut) {
    self.cut = cut
    self.isWordwise = isWordwise
  }

  /// The numbers of a line's tokens.
  mutating func tokens(of line: String, _ table: inout WordTable) -> [UInt32] {
    var line = line
    return line.withUTF8 { bytes in
      let text = Span(_unsafeElements: bytes)
      var tokens: [UInt32] = []
      if !isWordwise || bytes.contains(0x0A) {
        Self.append(text, cut, to: &tokens, &table)
        return tokens
      }
      tokens.reserveCapacity(text.count / 4)
      WhiteSpace.split(text) { range in
        let word = Int(words.insert(text.extracting(range)))
        if word == ends.count {
          Self.append(text.extracting(range), cut, to: &tokensOfWords, &table)
          ends.append(tokensOfWords.count)
        }
        let start = word == 0 ? 0 : ends[word - 1]
        for index in start..<ends[word] { tokens.append(tokensOfWords[index]) }
      }
      return tokens
    }
  }

  private static func append(
    _ text: Span<UInt8>, _ cut: Cut, to tokens: inout [UInt32], _ table: inout WordTable
  ) {
    var characters: [Unicode.Scalar] = []
    characters.reserveCapacity(text.count)
    var offset = 0
    while offset < text.count {
      let (value, length) = text.scalar(at: offset)
      characters.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      offset += length
    }
    cut(characters) { tokens.append(table.number(of: $0)) }
  }
}
