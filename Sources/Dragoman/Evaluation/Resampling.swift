import Synchronization

/// How corpora are drawn from a corpus, to see how much of a score is chance.
///
/// The draws are those of sacreBLEU 2.6 with the same seed, on any number of threads.
public struct Resampling: Sendable, Equatable {
  /// The corpora drawn, at least 1.
  public var samples: Int
  /// What the draws depend on; sacreBLEU's is in the variable `SACREBLEU_SEED`.
  public var seed: UInt64
  /// They change the speed, never the result.
  public var threads: Int

  /// As it stands, sacreBLEU's default.
  public init(samples: Int = 1000, seed: UInt64 = 12345, threads: Int = 1) {
    self.samples = samples
    self.seed = seed
    self.threads = threads
  }

  /// Which sentences a sample has.
  enum Draw {
    /// As many as there are, each any of them (*bootstrap*).
    case withReplacement
    /// Each with a probability of one half.
    case half
  }

  /// Sums some statistics over the sentences of every sample.
  ///
  /// - Parameters:
  ///   - statistics: At least one, all of the same sentences.
  ///   - body: Receives the sums of one sample, one for each of the statistics, and returns what is
  ///     to be known of it. It is called on several threads.
  /// - Returns: What `body` returned, in the order of the samples.
  func map<Result: Sendable>(
    _ draw: Draw, over statistics: [SentenceStatistics],
    _ body: @Sendable (_ sums: [[Double]]) -> Result
  ) -> [Result] {
    let count = statistics.first?.count ?? 0
    let blocks = statistics.map(StatisticsBlocks.init)
    // A sample begins where the one before it ended in the stream of random numbers. So whoever is
    // free draws the next one, and the others sum theirs in the meantime.
    let source = Mutex((next: 0, draws: Draws(PCG64(seed: seed), draw, count: count)))
    let results = Mutex([Result?](repeating: nil, count: samples))
    forEachConcurrently(threads, threads: threads) { _, _ in
      var sentences: [UInt32] = []
      while true {
        let sample = source.withLock { source in
          if source.next < samples { source.draws.next(into: &sentences) }
          source.next += 1
          return source.next - 1
        }
        if sample >= samples { return }
        let result = body(blocks.map { $0.sum(over: sentences) })
        results.withLock { $0[sample] = result }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}

/// The sentences of one sample after the other, drawn as NumPy draws them.
private struct Draws {
  private var generator: PCG64
  private let draw: Resampling.Draw
  private let count: Int
  /// Random bits of which the lower ones are used up.
  private var bits: UInt32 = 0
  private var bitsLeft = 0

  init(_ generator: PCG64, _ draw: Resampling.Draw, count: Int) {
    self.generator = generator
    self.draw = draw
    self.count = count
  }

  mutating func next(into sentences: inout [UInt32]) {
    sentences.removeAll(keepingCapacity: true)
    switch draw {
    case .withReplacement:
      sentences.reserveCapacity(count)
      for _ in 0..<count { sentences.append(generator.next(below: UInt32(count))) }
    case .half:
      // A branch on a random bit would be guessed wrong every other time.
      sentences.append(contentsOf: repeatElement(0, count: count))
      var chosen = 0
      for sentence in 0..<count {
        sentences[chosen] = UInt32(sentence)
        chosen += nextBit()
      }
      sentences.removeLast(count - chosen)
    }
  }

  /// `Generator.integers(2, dtype=bool)`: 32 of them from 32 bits, the lowest first.
  private mutating func nextBit() -> Int {
    if bitsLeft == 0 {
      bits = generator.next32()
      bitsLeft = 32
    }
    defer {
      bits >>= 1
      bitsLeft -= 1
    }
    return Int(bits & 1)
  }
}

/// Statistics with eight columns side by side, so that a row is a few additions of vectors.
private struct StatisticsBlocks: Sendable {
  private let width: Int
  /// [⌈width / 8⌉][sentences]
  private let blocks: [[SIMD8<Double>]]

  init(_ statistics: SentenceStatistics) {
    width = statistics.width
    blocks = stride(from: 0, to: width, by: 8).map { first in
      (0..<statistics.count).map { sentence in
        var columns = SIMD8<Double>.zero
        for (offset, value) in statistics[sentence].dropFirst(first).prefix(8).enumerated() {
          columns[offset] = value
        }
        return columns
      }
    }
  }

  func sum(over sentences: [UInt32]) -> [Double] {
    var sum = [Double](repeating: 0, count: width)
    let sentences = sentences.span
    for (number, block) in blocks.enumerated() {
      let block = block.span
      var columns = SIMD8<Double>.zero
      for index in sentences.indices { columns += block[Int(sentences[unchecked: index])] }
      for column in 8 * number..<min(8 * number + 8, width) { sum[column] = columns[column & 7] }
    }
    return sum
  }
}
