import Dispatch
import Synchronization

/// What a shard has added to the sums of gradients, for the shard after it to wait for.
///
/// Shards need not run the same operations: one that never comes to a parameter lets the next shard add to it
/// when it ends, and it ends after the shard before it.
package final class ShardProgress: Sendable {
  private struct State {
    var added: Set<Parameter> = []
    var hasEnded = false
  }

  private let state = Mutex(State())
  /// Signalled after each change. One thread waits, that of the next shard.
  private let changes = DispatchSemaphore(value: 0)

  package init() {}

  func added(_ parameters: [Parameter]) {
    state.withLock { state in
      for parameter in parameters {
        let isFirst = state.added.insert(parameter).inserted
        precondition(isFirst, "a parameter of several operations must be a table of its layout")
      }
    }
    changes.signal()
  }

  func end() {
    state.withLock { $0.hasEnded = true }
    changes.signal()
  }

  func wait(for parameter: Parameter) {
    wait { $0.hasEnded || $0.added.contains(parameter) }
  }

  func waitForEnd() { wait(until: \.hasEnded) }

  /// Whether the shard adds no more to some elements. Tables are added at the end.
  package func isOver(for elements: Range<Int>) -> Bool {
    let (hasEnded, added) = state.withLock { ($0.hasEnded, $0.added) }
    if hasEnded { return true }
    let count = added.reduce(0) { count, parameter in
      count + (parameter.offset..<parameter.offset + parameter.count).clamped(to: elements).count
    }
    return count == elements.count
  }

  /// The parameters that have not been added, without tables.
  func missing(of layout: ParameterLayout) -> [Parameter] {
    // Some are added several at a time, as one.
    let added = state.withLock { $0.added }.sorted { $0.offset < $1.offset }
    let tables = Set(layout.tables)
    return layout.entries.map(\.parameter).filter { parameter in
      let next = added.partitioningIndex { $0.offset > parameter.offset }
      return !tables.contains(parameter) && (next == 0 || !added[next - 1].contains(parameter))
    }
  }

  private func wait(until isReached: (State) -> Bool) {
    while !state.withLock({ isReached($0) }) { changes.wait() }
  }
}
