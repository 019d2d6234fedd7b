/// Some words of a sentence as tokens, of which each knows where its first token is.
struct WordTokens: Sendable, Equatable {
  /// All tokens, without marks.
  var tokens: [Int32] = []
  /// [words] The place of each word's first token.
  var places: [Int32] = []
  /// [words] The numbers of the words in their sentence; those that become no token are left out.
  var words: [Int] = []

  /// A sentence in parts that a model can hold.
  ///
  /// - Parameter most: The most tokens of a part; of a longer word the end is left out.
  static func parts(of words: [String], _ tokenizer: Tokenizer, atMost most: Int) -> [WordTokens] {
    var parts: [WordTokens] = []
    var part = WordTokens()
    for (number, word) in words.enumerated() {
      let tokens = tokenizer.encode(word).prefix(most)
      guard !tokens.isEmpty else { continue }
      if part.tokens.count + tokens.count > most {
        parts.append(part)
        part = WordTokens()
      }
      part.places.append(Int32(part.tokens.count))
      part.words.append(number)
      part.tokens += tokens
    }
    parts.append(part)
    return parts
  }
}
