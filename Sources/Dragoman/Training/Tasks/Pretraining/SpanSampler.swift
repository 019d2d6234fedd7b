/// Hides parts of sentences, which are then to be written.
struct SpanSampler: Sendable {
  /// Share of a sentence's tokens that are hidden (Song et al. 2019, section 4.1).
  private static let share = 0.5

  let sentences: Passages
  private let masking: TokenMasking
  private let targetFrame: SentenceFrame

  init(_ sentences: Passages, masking: TokenMasking, targetFrame: SentenceFrame) {
    self.sentences = sentences
    self.masking = masking
    self.targetFrame = targetFrame
  }

  /// Some sentences with a part of each hidden from the encoder, and that part as the target.
  ///
  /// - Parameter randomness: What decides about a sentence, by its number.
  func batch(_ numbers: [Int], randomness: (Int) -> RandomStream) -> Batch {
    let pairs = numbers.map { number -> PairEncoder.Pair in
      var randomness = randomness(number)
      let place = sentences.parts(of: number, using: &randomness).first
      var tokens = Array(sentences.text.tokens[place])
      let length = max(1, Int((Double(tokens.count) * Self.share).rounded()))
      let start = Int.random(in: 0...tokens.count - length, using: &randomness)
      let target = Array(tokens[start..<start + length])
      masking.replace(&tokens, at: start..<start + length, using: &randomness)
      return (source: tokens, target: target)
    }
    let framed = pairs.map { (source: $0.source + [targetFrame.end], target: $0.target) }
    return Batch(framed, targetFrame: targetFrame)
  }
}
