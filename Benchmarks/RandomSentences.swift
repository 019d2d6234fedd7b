import Dragoman

/// Sentence pairs of random tokens, 4 to 24 on either side, in a vocabulary of 8,000.
enum RandomSentences {
  static let vocabularySize = 8_000

  /// The token sequences of one side.
  static func tokens(_ count: Int, seed: UInt64) -> [[Int32]] {
    var randomness = RandomStream(seed: seed)
    return (0..<count).map { _ in
      (0..<Int.random(in: 4...24, using: &randomness)).map { _ in
        Int32.random(in: 2..<Int32(vocabularySize), using: &randomness)
      }
    }
  }
}
