extension EncoderModel {
  /// How texts become what an encoder reads: the marks around them, and how much of them it can hold.
  struct Room: Sendable {
    /// What begins and ends a text.
    let frame: SentenceFrame
    /// The most tokens of a sequence, marks included.
    let tokens: Int

    /// The most tokens of a text by itself.
    var text: Int { tokens - 2 }

    /// Adds a text or two to an input. Of a text that is too long the end is left out, and of two texts the
    /// longer one loses its end.
    func append(_ first: [Int32], _ second: [Int32]?, to input: inout EncoderInput) {
      let (begin, end) = (frame.before.last ?? frame.end, frame.end)
      guard let second else {
        input.append(first.prefix(text), [Int32]?.none, begin: begin, end: end)
        return
      }
      let (one, other) = Self.lengths(first.count, second.count, together: tokens - 3)
      input.append(first.prefix(one), second.prefix(other), begin: begin, end: end)
    }

    /// How much of two texts is kept: the longer one is cut until both fit, or both are as long.
    private static func lengths(
      _ first: Int, _ second: Int, together most: Int
    ) -> (Int, Int) {
      if first + second <= most { return (first, second) }
      let half = most / 2
      if first <= half { return (first, most - first) }
      if second <= half { return (most - second, second) }
      return (most - half, half)
    }
  }
}
