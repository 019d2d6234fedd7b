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

  /// How many samples a thread draws at a time. Handing the generator over takes longer than drawing a
  /// sample of a thousand sentences, but those of many samples do not stay in the cache.
  private static let batch = 4

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
    // free draws the next ones, and the others sum theirs in the meantime.
    let source = Mutex((next: 0, draws: Draws(PCG64(seed: seed), draw, count: count)))
    let results = Mutex([Result?](repeating: nil, count: samples))
    forEachConcurrently(threads, threads: threads) { _, _ in
      var sentences = [[UInt32]](repeating: [], count: Self.batch)
      while true {
        let batch = source.withLock { source in
          let batch = source.next..<min(source.next + Self.batch, samples)
          for place in 0..<batch.count { source.draws.next(into: &sentences[place]) }
          source.next = batch.upperBound
          return batch
        }
        if batch.isEmpty { return }
        let sums = sentences[..<batch.count].map { drawn in
          body(blocks.map { $0.sum(over: drawn) })
        }
        results.withLock { $0.replaceSubrange(batch, with: sums) }
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
    sentences.append(contentsOf: repeatElement(0, count: count))
    switch draw {
    case .withReplacement:
      // A copy, so that its state stays in registers.
      var generator = generator
      var drawn = sentences.mutableSpan
      for index in drawn.indices {
        drawn[unchecked: index] = generator.next(below: UInt32(count))
      }
      self.generator = generator
    case .half:
      // A branch on a random bit would be guessed wrong every other time.
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

/// Statistics with columns side by side, so that a row is a few additions of vectors. Counts are added as
/// whole numbers of 32 bits, twice as many at a time as the fractions that some metrics have.
private enum StatisticsBlocks: Sendable {
  case counts(Blocks<SIMD16<UInt32>>)
  case fractions(Blocks<SIMD8<Double>>)

  init(_ statistics: SentenceStatistics) {
    let most = Double(UInt32.max) / Double(max(1, statistics.count))
    if statistics.values.allSatisfy({ $0 >= 0 && $0 <= most && $0 == $0.rounded() }) {
      self = .counts(Blocks(statistics) { UInt32($0) })
    } else {
      self = .fractions(Blocks(statistics) { $0 })
    }
  }

  func sum(over sentences: [UInt32]) -> [Double] {
    switch self {
    case .counts(let blocks): blocks.sum(over: sentences) { $0 &+ $1 }.map(Double.init)
    case .fractions(let blocks): blocks.sum(over: sentences) { $0 + $1 }
    }
  }

  struct Blocks<Columns: SIMD & Sendable>: Sendable where Columns.Scalar: Sendable {
    private let width: Int
    /// [⌈width / columns⌉][sentences]
    private let blocks: [[Columns]]

    init(_ statistics: SentenceStatistics, _ scalar: (Double) -> Columns.Scalar) {
      width = statistics.width
      blocks = stride(from: 0, to: width, by: Columns.scalarCount).map { first in
        (0..<statistics.count).map { sentence in
          var columns = Columns()
          let row = statistics[sentence].dropFirst(first).prefix(Columns.scalarCount)
          for (offset, value) in row.enumerated() { columns[offset] = scalar(value) }
          return columns
        }
      }
    }

    @inline(__always)
    func sum(
      over sentences: [UInt32], _ add: (Columns, Columns) -> Columns
    ) -> [Columns.Scalar] {
      let sentences = sentences.span
      return blocks.flatMap { block in
        let block = block.span
        var sum = Columns()
        for index in sentences.indices {
          sum = add(sum, block[Int(sentences[unchecked: index])])
        }
        return (0..<Columns.scalarCount).map { sum[$0] }
      }.prefix(width).map(\.self)
    }
  }
}
