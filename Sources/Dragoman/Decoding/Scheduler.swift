import Synchronization

/// Spreads sentences over batches and threads, and brings their translations back into order.
package final class Scheduler: Sendable {
  package let transformer: Transformer
  private let weights: Weights
  /// Memory of searches that are over, for the next ones.
  private let arenas = Mutex<[IdleArena]>([])

  /// Takes a model as it is now; later changes of the weights are not seen.
  package init(_ transformer: Transformer, _ weights: Weights) {
    self.transformer = transformer
    self.weights = weights.packedForDecoding()
  }

  /// Translates sentences of tokens.
  ///
  /// Sentences of like length go together, longest first, so that the last batches are short ones
  /// and no thread waits long for another.
  ///
  /// - Parameters:
  ///   - sources: Each with the end mark. One that has nothing else has no hypothesis.
  ///   - options: How to search.
  ///   - progress: Is told how many sentences are done, from any thread.
  /// - Returns: For each sentence its hypotheses, best first.
  package func translate(
    _ sources: [[Int32]], options: DecodingOptions, progress: @Sendable (Int) -> Void = { _ in }
  ) -> [[Hypothesis]] {
    let order = sources.indices.filter { sources[$0].count > 1 }.sorted {
      (sources[$1].count, $0) < (sources[$0].count, $1)
    }
    let batches = stride(from: 0, to: order.count, by: options.batchSize).map {
      order[$0..<min($0 + options.batchSize, order.count)]
    }
    let search = BeamSearch(
      transformer: transformer, weights: weights, options: options, beginID: Tokenizer.beginID,
      endID: Tokenizer.endID)
    let results = Mutex(Array<[Hypothesis]>(repeating: [], count: sources.count))
    forEachConcurrently(batches.count, threads: options.threads) { index, _ in
      let memory = arenas.withLock { $0.popLast() } ?? IdleArena()
      let batch = batches[index]
      let found = search.search(RaggedTokens(batch.map { sources[$0] }), arena: memory.arena)
      results.withLock { results in
        for (sentence, hypotheses) in zip(batch, found) { results[sentence] = hypotheses }
      }
      arenas.withLock { $0.append(memory) }
      progress(batch.count)
    }
    return results.withLock { $0 }
  }
}

/// An arena on its way from one thread to the next, in use by none.
private struct IdleArena: @unchecked Sendable {
  let arena = Arena()
}
