import Testing

import Dragoman

@Suite struct TokenBatcherTests {
  private let corpus: TokenizedCorpus
  private let batcher: TokenBatcher

  init() throws {
    let pairs = try DigitsRun.corpus(pairs: 200, seed: 3, in: TemporaryFolder())
    let tokenizer = try BytePairTrainer(options: .init(vocabularySize: 300)).train()
    corpus = try TokenizedCorpus(
      [CorpusPart(pairs)],
      encoder: PairEncoder(try TokenizerPair(joint: tokenizer), maximumLength: 100), threads: 2)
    batcher = TokenBatcher(corpus, batchTokens: 150, seed: 4)
  }

  private func labels(_ pairs: [Int]) throws -> Int { try Batch(pairs, of: corpus).labels.count }

  @Test func anEpochHasEveryPairOnce() throws {
    let batches = batcher.batches(epoch: 2)
    #expect(batches.joined().sorted() == Array(0..<200))
    #expect(try batches.allSatisfy { try labels($0) <= 150 })
    // A batch ends where the next pair, of 25 tokens at most, has no room.
    #expect(try batches.dropLast().allSatisfy { try labels($0) > 150 - 25 })
  }

  @Test func everyEpochAndSeedHasAnOrderOfItsOwn() {
    #expect(batcher.batches(epoch: 0) == batcher.batches(epoch: 0))
    #expect(batcher.batches(epoch: 0) != batcher.batches(epoch: 1))
    let other = TokenBatcher(corpus, batchTokens: 150, seed: 5)
    #expect(batcher.batches(epoch: 0) != other.batches(epoch: 0))
    #expect(batcher.batches().flatMap { $0 } == Array(0..<200))
  }

  @Test(arguments: [1, 40, 50, 1000]) func shardsCoverTheBatch(tokens: Int) {
    for batch in batcher.batches(epoch: 0) {
      let shards = batcher.shards(of: batch, tokens: tokens)
      #expect(shards.flatMap { $0 } == batch)
      #expect(!shards.contains([]))
      if tokens == 1000 { #expect(shards.count == 1) }
    }
  }

  /// No shard is but what the others left over.
  @Test func shardsAreEven() throws {
    let batch = Array(0..<200)
    let shards = batcher.shards(of: batch, tokens: 300)
    let sizes = try shards.map(labels)
    let mean = Double(sizes.reduce(0, +)) / Double(shards.count)
    #expect(shards.count > 2)
    #expect(sizes.allSatisfy { abs(Double($0) - mean) < 30 })
  }

  /// Longer pairs than a batch are batches of their own.
  @Test func aPairIsNeverCut() {
    let single = TokenBatcher(corpus, batchTokens: 1, seed: 4)
    #expect(Array(single.batches()) == (0..<200).map { [$0] })
  }

  @Test func labelsAreTheTargetOneTokenOn() throws {
    let batch = try Batch([3, 1], of: corpus)
    #expect(batch.sources.count == 2)
    #expect(batch.labels.count == batch.targets.ids.count)
    for (index, pair) in [3, 1].enumerated() {
      let start = Int(batch.targets.offsets[index])
      let labels = batch.labels[start..<start + batch.targets.length(index)]
      #expect(batch.sources[index].last == SentenceFrame.own.end)
      let target = try corpus.pair(pair).target
      #expect(Array(batch.targets[index]) == [SentenceFrame.own.before[0]] + target)
      #expect(Array(labels) == target + [SentenceFrame.own.end])
    }
  }
}
