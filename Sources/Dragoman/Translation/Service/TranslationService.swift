import Dispatch
import Synchronization

/// Translates sentences of tokens for any number of callers at once, with one pool of workers.
///
/// Sentences wait in a queue that outlives a call. A worker takes them from its front as its search has
/// room, whoever asked for them, as long as they are searched for in the same way; what is found for one
/// does not depend on the others. Workers end when nothing waits, so a service at rest costs no thread.
package final class TranslationService: Sendable {
  /// A sentence that waits, and who is told what was found.
  private struct Request: Sendable {
    let task: SearchTask
    let options: DecodingOptions
    let found: @Sendable ([Hypothesis]) -> Void
  }

  private struct State {
    var waiting: ArraySlice<Request> = []
    var workers = 0
  }

  private let models: [DecodingModel]
  private let frame: SentenceFrame
  private let state = Mutex(State())
  /// Memory of workers that have ended, for the next ones.
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

  /// Translates sentences of tokens and waits for all of them.
  ///
  /// They are taken longest first, so that the last ones are short and no thread waits long for another.
  ///
  /// - Parameters:
  ///   - tasks: A source without tokens has no hypothesis.
  ///   - options: How to search, without a ``DecodingOptions/fault()``. At least so many threads work as they
  ///     say, as long as there are sentences for them.
  ///   - progress: Is told how many sentences are done, from any thread.
  /// - Returns: For each sentence its hypotheses, best first.
  package func translate(
    _ tasks: [SearchTask], options: DecodingOptions,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> [[Hypothesis]] {
    precondition(options.fault() == nil, "options have been checked before")
    let order = tasks.indices.filter { !tasks[$0].source.isEmpty }.sorted {
      (tasks[$1].source.count, $0) < (tasks[$0].source.count, $1)
    }
    let results = Results(count: tasks.count)
    let all = DispatchGroup()
    let sentences = order.map { number in
      all.enter()
      let found: @Sendable ([Hypothesis]) -> Void = { hypotheses in
        results.hypotheses.withLock { $0[number] = hypotheses }
        progress(1)
        all.leave()
      }
      return (task: tasks[number], found: found)
    }
    submit(sentences, options: options)
    all.wait()
    return results.hypotheses.withLock { $0 }
  }

  /// Adds sentences to the queue and returns at once.
  ///
  /// - Parameters:
  ///   - sentences: Each with whom to tell its hypotheses, from any thread.
  ///   - options: As for ``translate(_:options:progress:)``.
  package func submit(
    _ sentences: [(task: SearchTask, found: @Sendable ([Hypothesis]) -> Void)],
    options: DecodingOptions
  ) {
    var kind = options
    kind.threads = 1
    let requests = sentences.map { Request(task: $0.task, options: kind, found: $0.found) }
    let more = state.withLock { state in
      state.waiting += requests
      let more = max(0, min(options.threads, state.waiting.count) - state.workers)
      state.workers += more
      return more
    }
    // A serial queue has a thread of its own, however many others wait.
    for _ in 0..<more { DispatchQueue(label: "dragoman.search").async { self.work() } }
  }

  /// Searches for what waits until nothing does.
  private func work() {
    let memory = idle.withLock { $0.popLast() } ?? IdleArenas(count: models.count)
    while let options = nextOptions() {
      var requests: [Int: Request] = [:]
      var number = 0
      var search = BeamSearch(models, frame: frame, options: options, arenas: memory.arenas)
      search.run { most, tokens in
        take(most, tokens, options).map { request in
          number += 1
          requests[number] = request
          return (number, request.task)
        }
      } found: { number, hypotheses in
        requests.removeValue(forKey: number)?.found(hypotheses)
      }
    }
    idle.withLock { $0.append(memory) }
  }

  /// How the first sentence that waits is to be searched for; `nil` if none does, and the worker ends.
  private func nextOptions() -> DecodingOptions? {
    state.withLock { state in
      if state.waiting.isEmpty { state.workers -= 1 }
      return state.waiting.first?.options
    }
  }

  /// At most so many sentences from the front of the queue, one or more of at most so many tokens together,
  /// that are searched for in the same way.
  private func take(_ most: Int, _ tokens: Int, _ options: DecodingOptions) -> [Request] {
    state.withLock { state in
      var rest = tokens
      let taken = state.waiting.prefix(most).prefix { request in
        defer { rest -= request.task.source.count }
        return request.options == options
          && (rest == tokens || request.task.source.count <= rest)
      }
      state.waiting.removeFirst(taken.count)
      return Array(taken)
    }
  }
}

/// What was found for the sentences of a call, by their numbers.
private final class Results: Sendable {
  let hypotheses: Mutex<[[Hypothesis]]>

  init(count: Int) { hypotheses = Mutex(Array(repeating: [], count: count)) }
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
