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
  package func batches(epoch: Int) -> [[Int]] {
    var randomness = RandomStream(seed: seed, UInt64(epoch))
    let pairs = corpus.epoch(using: &randomness)
    return cut(pairs.shuffled(using: &randomness), tokens: batchTokens)
  }

  /// The pairs of each batch, in the order of the corpus.
  package func batches() -> [[Int]] {
    cut(Array(0..<corpus.count), tokens: batchTokens)
  }

  /// Cuts the pairs of a batch into shards of about as many tokens each.
  ///
  /// How many depends on the batch alone: the sum of the shards' gradients is then the same for any number of
  /// threads and processes.
  package func shards(of batch: [Int], tokens: Int) -> [[Int]] {
    let total = batch.reduce(0) { $0 + corpus.labelCount($1) }
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

  private func cut(_ pairs: [Int], tokens limit: Int) -> [[Int]] {
    var parts: [[Int]] = []
    var part: [Int] = []
    var tokens = 0
    for pair in pairs {
      let length = corpus.labelCount(pair)
      if !part.isEmpty, tokens + length > limit {
        parts.append(part)
        part = []
        tokens = 0
      }
      part.append(pair)
      tokens += length
    }
    if !part.isEmpty { parts.append(part) }
    return parts
  }
}
