/// Cuts a corpus into batches of about as many target tokens each, in an order of chance.
///
/// Batches are usually bucketed by length, so that little is padded. Nothing is padded here, so a batch
/// is what it should be for the gradient: a fair sample of the corpus.
package struct TokenBatcher: Sendable {
  private let corpus: any ExampleStore
  private let batchTokens: Int
  private let seed: UInt64

  /// - Parameters:
  ///   - batchTokens: Label tokens a batch has at most, unless a single pair has more.
  ///   - seed: Decides the order of every epoch.
  package init(_ corpus: some ExampleStore, batchTokens: Int, seed: UInt64) {
    self.corpus = corpus
    self.batchTokens = batchTokens
    self.seed = seed
  }

  /// The pairs of each batch of an epoch. A function of the seed and the epoch alone, so that training
  /// can go on anywhere.
  package func batches(epoch: Int) -> Batches {
    var randomness = RandomStream(seed: seed, UInt64(epoch))
    var pairs = corpus.epoch(using: &randomness)
    pairs.shuffle(using: &randomness)
    return cut(pairs)
  }

  /// How many pairs there are.
  package var count: Int { corpus.count }

  /// Label tokens of some pairs.
  package func labelCount(_ pairs: [Int]) -> Int {
    pairs.reduce(0) { $0 + corpus.labelCount($1) }
  }

  /// The pairs of each batch, in the order of the corpus.
  package func batches() -> Batches { cut(Array(0..<UInt32(corpus.count))) }

  /// Cuts the pairs of a batch into shards of about as many tokens each.
  ///
  /// How many depends on the batch alone: the sum of the shards' gradients is then the same for any number of
  /// threads and processes.
  package func shards(of batch: [Int], tokens: Int) -> [[Int]] {
    let total = labelCount(batch)
    let count = Self.shardCount(labels: total, tokens: tokens)
    var shards: [[Int]] = []
    var seen = 0
    for pair in batch {
      // The middle of a pair says to which part of the batch's tokens it belongs.
      let length = corpus.labelCount(pair)
      let shard = (2 * seen + length) * count / (2 * total)
      seen += length
      if shard < shards.count {
        shards[shards.count - 1].append(pair)
      } else {
        shards.append([pair])
      }
    }
    return shards
  }

  /// How many shards of about so many tokens a batch has.
  package static func shardCount(labels: Int, tokens: Int) -> Int {
    max(1, (labels + tokens / 2) / tokens)
  }

  private func cut(_ pairs: [UInt32]) -> Batches {
    var starts = [0]
    var tokens = 0
    for (place, pair) in pairs.enumerated() {
      let length = corpus.labelCount(Int(pair))
      if place > starts[starts.count - 1], tokens + length > batchTokens {
        starts.append(place)
        tokens = 0
      }
      tokens += length
    }
    if !pairs.isEmpty { starts.append(pairs.count) }
    return Batches(order: pairs, starts: starts)
  }
}

/// The batches of an epoch. It has the order of its pairs alone, four bytes for each.
package struct Batches: RandomAccessCollection, Sendable, Equatable {
  private let order: [UInt32]
  private let starts: [Int]

  /// - Parameters:
  ///   - order: The pairs of all batches.
  ///   - starts: [count + 1] Where each begins in the order, and where the last ends.
  package init(order: [UInt32], starts: [Int]) {
    self.order = order
    self.starts = starts
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { starts.count - 1 }

  /// The pairs of a batch.
  package subscript(batch: Int) -> [Int] {
    order[starts[batch]..<starts[batch + 1]].map(Int.init)
  }
}
