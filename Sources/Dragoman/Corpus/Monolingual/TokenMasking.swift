/// Hides some words of a text from a model that is to predict them (Devlin et al. 2019, section 3.1; whole words
/// as in its code of May 2019).
package struct TokenMasking: Sendable {
  /// Share of the tokens that are predicted.
  package static let share = 0.15
  /// Of those, what stands in the input: the mask, any token, or else what was there.
  private static let masked: Float = 0.8
  private static let random: Float = 0.1

  private let mask: Int32
  /// What a random token is drawn from.
  private let replacements: [Int32]

  /// - Parameters:
  ///   - mask: What stands for hidden text.
  ///   - replacements: Tokens that text becomes.
  package init(mask: Int32, replacements: [Int32]) {
    self.mask = mask
    self.replacements = replacements
  }

  /// The masking of a vocabulary.
  ///
  /// - Throws: ``InputError`` when it has no mask token.
  package init(_ tokenizer: Tokenizer) throws {
    self.init(
      mask: try tokenizer.maskToken,
      replacements: (0..<Int32(tokenizer.count)).filter { !tokenizer.isControl($0) })
  }

  /// How many of some tokens are predicted, whole words aside; at least one.
  package static func count(of tokens: Int) -> Int {
    max(1, Int((Double(tokens) * share).rounded()))
  }

  /// Hides words until about ``share`` of the tokens are predicted.
  ///
  /// - Parameters:
  ///   - tokens: At least one.
  ///   - words: The places of the tokens of each word.
  /// - Returns: The places of the tokens that are to be predicted, in rising order.
  package func hide(
    _ tokens: inout [Int32], words: [Range<Int>], using randomness: inout RandomStream
  ) -> [Int] {
    let wanted = Self.count(of: tokens.count)
    var places: [Int] = []
    let order = words.shuffled(using: &randomness)
    for word in order where places.count + word.count <= wanted { places += word }
    // One long word may be all there is.
    if places.isEmpty, let first = order.first { places += first }
    places.sort()
    replace(&tokens, at: places, using: &randomness)
    return places
  }

  /// Puts something else in the place of tokens that are to be predicted: in 8 of 10 the mask, in one any token.
  func replace(
    _ tokens: inout [Int32], at places: some Sequence<Int>, using randomness: inout RandomStream
  ) {
    for place in places {
      let chance = randomness.uniform()
      if chance < Self.masked {
        tokens[place] = mask
      } else if chance < Self.masked + Self.random,
        let replacement = replacements.randomElement(using: &randomness)
      {
        tokens[place] = replacement
      }
    }
  }
}
