import Dragoman

/// A language whose every sentence translates to itself: lines of digits drawn at random.
///
/// Learning to copy needs attention and positions to work and little else, so a small model learns
/// it within a minute.
enum CopyTask {
  /// `count` lines such as `3 1 4 1 5`, the same for the same seed.
  ///
  /// - Parameter lengths: How many digits a line has.
  static func lines(count: Int, lengths: ClosedRange<Int> = 3...10, seed: UInt64) -> [String] {
    var stream = RandomStream(seed: seed)
    return (0..<count).map { _ in
      let digits = (0..<Int.random(in: lengths, using: &stream)).map { _ in
        String(Int.random(in: 0...9, using: &stream))
      }
      return digits.joined(separator: " ")
    }
  }
}
