import Synchronization

/// Spreads sentences over threads, and brings their translations back into order.
package final class Scheduler: Sendable {
  private let models: [DecodingModel]
  private let frame: SentenceFrame
  /// Memory of searches that are over, for the next ones.
  private let idle = Mutex<[IdleArenas]>([])

  /// - Parameters:
  ///   - models: One, or an ensemble with a common vocabulary.
  ///   - frame: That of targets.
  package init(_ models: [DecodingModel], frame: SentenceFrame) {
    self.models = models
    self.frame = frame
  }

  /// Tokens that every model can hold.
  var maximumPositions: Int {
    models.map(\.transformer.configuration.maximumPositions).min() ?? 0
  }

  /// Translates sentences of tokens.
  ///
  /// Threads take them longest first, so that the last ones are short and no thread waits long for
  /// another.
  ///
  /// - Parameters:
  ///   - tasks: A source that has nothing but the end mark has no hypothesis.
  ///   - options: How to search, without a ``DecodingOptions/fault()``.
  ///   - progress: Is told how many sentences are done, from any thread.
  /// - Returns: For each sentence its hypotheses, best first.
  package func translate(
    _ tasks: [SearchTask], options: DecodingOptions, progress: @Sendable (Int) -> Void = { _ in }
  ) -> [[Hypothesis]] {
    precondition(options.fault() == nil, "options have been checked before")
    let order = tasks.indices.filter { tasks[$0].source.count > 1 }.sorted {
      (tasks[$1].source.count, $0) < (tasks[$0].source.count, $1)
    }
    let waiting = Mutex(order[...])
    let results = Mutex(Array<[Hypothesis]>(repeating: [], count: tasks.count))
    forEachConcurrently(min(options.threads, order.count), threads: options.threads) { _, _ in
      let memory = idle.withLock { $0.popLast() } ?? IdleArenas(count: models.count)
      var search = BeamSearch(models, frame: frame, options: options, arenas: memory.arenas)
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
      idle.withLock { $0.append(memory) }
    }
    return results.withLock { $0 }
  }
}

/// A model whose weights are packed for decoding.
package struct DecodingModel: Sendable {
  package let transformer: Transformer
  package let weights: Weights

  package init(_ transformer: Transformer, _ weights: Weights) {
    self.transformer = transformer
    self.weights = weights
  }
}

/// Arenas on their way from one thread to the next, in use by none.
private struct IdleArenas: @unchecked Sendable {
  let arenas: [Arena]

  init(count: Int) {
    arenas = (0..<count).map { _ in Arena() }
  }
}
