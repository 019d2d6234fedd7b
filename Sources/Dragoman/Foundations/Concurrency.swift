import Dispatch
import Synchronization

/// Runs `body` for every index below `count` on up to `threads` threads, lowest index first.
///
/// Each worker takes the next index when it is done with its last, so that uneven work spreads evenly.
/// Returns when all are done.
///
/// - Parameter body: Receives an index and the number of the worker, below `threads`, which tells
///   apart what threads must not share.
package func forEachConcurrently(
  _ count: Int, threads: Int, _ body: @Sendable (_ index: Int, _ worker: Int) -> Void
) {
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { worker in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      body(index, worker)
    }
  }
}

/// What `transform` makes of every element, in order, on up to `threads` threads.
///
/// - Throws: What it throws for the first of the elements that have an error.
package func mapConcurrently<Element: Sendable, Output: Sendable, Failure: Error>(
  _ elements: [Element], threads: Int,
  _ transform: @Sendable (Element) throws(Failure) -> Output
) throws(Failure) -> [Output] {
  let results = Mutex(Array<Result<Output, Failure>?>(repeating: nil, count: elements.count))
  forEachConcurrently(elements.count, threads: threads) { index, _ in
    let result = Result { () throws(Failure) in try transform(elements[index]) }
    results.withLock { $0[index] = result }
  }
  var outputs: [Output] = []
  outputs.reserveCapacity(elements.count)
  for result in results.withLock(\.self) {
    if let output = try result?.get() { outputs.append(output) }
  }
  return outputs
}

/// What two functions return that run at the same time.
///
/// - Throws: The first one's error rather than the second's.
package func concurrently<One: Sendable, Other: Sendable>(
  _ one: @Sendable () throws -> One, _ other: @Sendable () throws -> Other
) throws -> (One, Other) {
  let first = Mutex<Result<One, any Error>>(.failure(CancellationError()))
  let second = Mutex<Result<Other, any Error>>(.failure(CancellationError()))
  forEachConcurrently(2, threads: 2) { index, _ in
    if index == 0 {
      let result = Result { try one() }
      first.withLock { $0 = result }
    } else {
      let result = Result { try other() }
      second.withLock { $0 = result }
    }
  }
  return (try first.withLock { try $0.get() }, try second.withLock { try $0.get() })
}
