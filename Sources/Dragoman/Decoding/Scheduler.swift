import Synchronization

/// Spreads sentences over threads, and brings their translations back into order.
package final class Scheduler: Sendable {
  package let transformer: Transformer
  private let weights: Weights
  /// Memory of searches that are over, for the next ones.
  private let arenas = Mutex<[IdleArena]>([])

  /// - Parameter weights: Packed for decoding.
  package init(_ transformer: Transformer, _ weights: Weights) {
    self.transformer = transformer
    self.weights = weights
  }

  /// Translates sentences of tokens.
  ///
  /// Threads take them longest first, so that the last ones are short and no thread waits long for
  /// another.
  ///
  /// - Parameters:
  ///   - tasks: A source that has nothing but the end mark has no hypothesis.
  ///   - options: How to search.
  ///   - progress: Is told how many sentences are done, from any thread.
  /// - Returns: For each sentence its hypotheses, best first.
  package func translate(
    _ tasks: [SearchTask], options: DecodingOptions, progress: @Sendable (Int) -> Void = { _ in }
  ) -> [[Hypothesis]] {
    let order = tasks.indices.filter { tasks[$0].source.count > 1 }.sorted {
      (tasks[$1].source.count, $0) < (tasks[$0].source.count, $1)
    }
    let waiting = Mutex(order[...])
    let results = Mutex(Array<[Hypothesis]>(repeating: [], count: tasks.count))
    forEachConcurrently(min(options.threads, order.count), threads: options.threads) { _, _ in
      let memory = arenas.withLock { $0.popLast() } ?? IdleArena()
      var search = BeamSearch(transformer, weights, options: options, arena: memory.arena)
      search.run { most in
        let taken = waiting.withLock { waiting in
          defer { waiting = waiting.dropFirst(most) }
          return waiting.prefix(most)
        }
        return taken.map { ($0, tasks[$0]) }
      } found: { sentence, hypotheses in
        results.withLock { $0[sentence] = hypotheses }
        progress(1)
      }
      arenas.withLock { $0.append(memory) }
    }
    return results.withLock { $0 }
  }
}

/// An arena on its way from one thread to the next, in use by none.
private struct IdleArena: @unchecked Sendable {
  let arena = Arena()
}
