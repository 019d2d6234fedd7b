/// How often each word occurs in a text.
///
/// The table of words is what grows with a text: dropping rare words bounds it.
struct WordCounts: Sendable {
  private(set) var words = ByteStringTable()
  /// [words] How often each occurs.
  private(set) var counts: [Int] = []
  /// Whether rare words were dropped.
  private(set) var isPruned = false

  /// Counts a word.
  mutating func add(_ word: Span<UInt8>, count: Int = 1) {
    let number = Int(words.insert(word))
    if number == counts.count { counts.append(0) }
    counts[number] += count
  }

  /// Counts what others counted.
  mutating func add(_ other: WordCounts) {
    for (number, count) in other.counts.enumerated() {
      add(other.words[Int32(number)].span, count: count)
    }
  }

  /// Drops the rarer words once all together are longer than `size` bytes, so that half of that is
  /// left.
  ///
  /// Of words that occur equally often, chance decides by a hash of the word. In Chinese or Thai a
  /// word is a run of text between two marks, and most occur once; what is left is then a fair
  /// sample of the text.
  mutating func prune(above size: Int) {
    guard words.byteCount > size else { return }
    let all = self
    let hashes = (0..<Int32(words.count)).map { all.words.hash(of: $0) }
    let byFrequency = counts.indices.sorted {
      (all.counts[$1], hashes[$0], $0) < (all.counts[$0], hashes[$1], $1)
    }
    self = WordCounts()
    isPruned = true
    for number in byFrequency where words.byteCount < size / 2 {
      add(all.words[Int32(number)].span, count: all.counts[number])
    }
  }
}
