/// Which words two texts have in common, in the same order (longest common subsequence).
public struct WordDifference: Sendable, Equatable {
  /// A stretch of one of the texts.
  public struct Part: Sendable, Equatable {
    /// The stretch with its spaces.
    public var text: String
    /// Whether the other text has its words too.
    public var isShared: Bool

    /// A stretch as it stands.
    public init(_ text: String, isShared: Bool) {
      self.text = text
      self.isShared = isShared
    }
  }

  /// The parts that make up the first text.
  public let first: [Part]
  /// The parts that make up the second text.
  public let second: [Part]

  /// Compares two lines. Characters of scripts without spaces are compared one by one.
  public init(_ first: String, _ second: String) {
    let (words, others) = (Self.words(first), Self.words(second))
    let compared = words.filter { !$0.isSpace }.map(\.text)
    let othersCompared = others.filter { !$0.isSpace }.map(\.text)
    let (shared, othersShared) = Self.common(compared, othersCompared)
    self.first = Self.parts(words, shared)
    self.second = Self.parts(others, othersShared)
  }

  /// A word, a mark, or the space between them.
  private struct Word {
    var text: String
    var isSpace = false
    /// Whether the next letter goes on with it.
    var isOpen = false
  }

  private static func words(_ line: String) -> [Word] {
    var words: [Word] = []
    for character in line {
      let isUnspaced = character.unicodeScalars.first.flatMap(Script.init)?.isUnspaced == true
      let isOpen = (character.isLetter || character.isNumber) && !isUnspaced
      if let last = words.last, (isOpen && last.isOpen) || (character.isWhitespace && last.isSpace)
      {
        words[words.count - 1].text.append(character)
      } else {
        words.append(
          Word(text: String(character), isSpace: character.isWhitespace, isOpen: isOpen))
      }
    }
    return words
  }

  /// Above this product of lengths a table would be too large; what stands between the common
  /// beginning and end then counts as different.
  private static let largestTable = 1 << 24

  /// Which elements of each list are in the longest common subsequence.
  private static func common(_ first: [String], _ second: [String]) -> ([Bool], [Bool]) {
    var shared = [Bool](repeating: false, count: first.count)
    var othersShared = [Bool](repeating: false, count: second.count)
    func share(_ i: Int, _ j: Int) {
      shared[i] = true
      othersShared[j] = true
    }
    let prefix = zip(first, second).prefix { $0 == $1 }.count
    let rest = min(first.count, second.count) - prefix
    let suffix = zip(first.reversed(), second.reversed()).prefix { $0 == $1 }.prefix(rest).count
    for i in 0..<prefix { share(i, i) }
    for i in 1..<suffix + 1 { share(first.count - i, second.count - i) }

    let (rows, columns) = (first.count - prefix - suffix, second.count - prefix - suffix)
    guard rows * columns <= largestTable else { return (shared, othersShared) }
    // lengths[i, j]: of the longest common subsequence of what begins at i and at j.
    var lengths = [Int32](repeating: 0, count: (rows + 1) * (columns + 1))
    let stride = columns + 1
    for i in (0..<rows).reversed() {
      for j in (0..<columns).reversed() {
        lengths[i * stride + j] =
          first[prefix + i] == second[prefix + j]
          ? lengths[(i + 1) * stride + j + 1] + 1
          : max(lengths[(i + 1) * stride + j], lengths[i * stride + j + 1])
      }
    }
    var (i, j) = (0, 0)
    while i < rows && j < columns {
      if first[prefix + i] == second[prefix + j] {
        share(prefix + i, prefix + j)
        (i, j) = (i + 1, j + 1)
      } else if lengths[(i + 1) * stride + j] >= lengths[i * stride + j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return (shared, othersShared)
  }

  /// Joins neighbours of a kind. A space is different where the words on both sides of it are.
  private static func parts(_ words: [Word], _ shared: [Bool]) -> [Part] {
    var flags: [Bool] = []
    var next = 0
    for word in words {
      let before = next > 0 ? shared[next - 1] : true
      let after = next < shared.count ? shared[next] : true
      flags.append(word.isSpace ? before || after : after)
      if !word.isSpace { next += 1 }
    }
    var parts: [Part] = []
    for (word, isShared) in zip(words, flags) {
      if parts.last?.isShared == isShared {
        parts[parts.count - 1].text += word.text
      } else {
        parts.append(Part(word.text, isShared: isShared))
      }
    }
    return parts
  }
}
