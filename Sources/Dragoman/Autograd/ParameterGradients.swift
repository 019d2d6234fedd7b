import Dispatch
import Synchronization

/// Where a tape adds up the gradients of parameters.
///
/// The tapes of a batch's shards run at the same time and add to one sum. Each parameter's gradients are
/// added in the order of the shards, so that the result does not depend on which thread is faster. A layer
/// belongs to one operation, whose step back waits until the shard before has added the layer's gradient:
/// shard k runs one operation behind shard k − 1, and no thread needs memory for the gradients of a whole
/// model. Tables are used by several operations. A shard collects their gradients for itself and adds them at
/// its end.
package struct ParameterGradients {
  /// The gradients of the shard's own tables, and of nothing else.
  let tables: ParameterBuffer
  private let sum: ParameterBuffer
  private let progress: ShardProgress?
  /// `nil` for the first shard.
  private let previous: ShardProgress?
  private let profile: OperationProfile?

  /// Gradients that one tape alone adds to.
  package init(_ sum: ParameterBuffer) {
    self.sum = sum
    tables = sum
    progress = nil
    previous = nil
    profile = nil
  }

  /// Gradients of a shard.
  ///
  /// - Parameters:
  ///   - sum: That over all shards.
  ///   - tables: Zeros, a buffer of the same layout of which only tables are used.
  ///   - progress: What the shard has added.
  ///   - previous: The progress of the shard before; `nil` for the first.
  ///   - profile: Is told how long the shard waited.
  package init(
    sum: ParameterBuffer, tables: ParameterBuffer, progress: ShardProgress,
    after previous: ShardProgress?, profile: OperationProfile?
  ) {
    self.sum = sum
    self.tables = tables
    self.progress = progress
    self.previous = previous
    self.profile = profile
  }

  /// Adds to the sum of parameters that no other operation of the shard uses.
  ///
  /// - Parameter parameter: One of them; the same one in every shard.
  func inTurn(_ parameter: Parameter, _ add: (_ sum: ParameterBuffer) -> Void) {
    wait { $0.wait(for: parameter) }
    add(sum)
    progress?.added(parameter)
  }

  /// Adds the shard's own tables to the sum, which ends the shard.
  package func end(_ parameters: [Parameter]) {
    wait { $0.waitForEnd() }
    sum.add(tables, parameters)
    progress?.end()
  }

  private func wait(_ wait: (ShardProgress) -> Void) {
    guard let previous else { return }
    profile?.pause()
    wait(previous)
    profile?.resume(after: "waiting for other threads")
  }
}

/// What a shard has added to the sum of gradients, for the shard after it to wait for.
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

  fileprivate func added(_ parameter: Parameter) {
    let isFirst = state.withLock { $0.added.insert(parameter).inserted }
    precondition(isFirst, "a parameter of several operations must be a table of its layout")
    changes.signal()
  }

  fileprivate func end() {
    state.withLock { $0.hasEnded = true }
    changes.signal()
  }

  fileprivate func wait(for parameter: Parameter) {
    wait { $0.hasEnded || $0.added.contains(parameter) }
  }

  fileprivate func waitForEnd() { wait(until: \.hasEnded) }

  private func wait(until isReached: (State) -> Bool) {
    while !state.withLock({ isReached($0) }) { changes.wait() }
  }
}
