import Dispatch

/// Where a tape adds up the gradients of parameters.
///
/// The tapes of a batch's shards run at the same time and add to one sum, every parameter's gradients in the
/// order of the shards, so that the result does not depend on which thread is faster. A layer belongs to one
/// operation, whose step back waits until that of the shard before is done: shards follow each other at the
/// distance of a step, and no thread needs memory for the gradients of a whole model. Tables are used by
/// several operations. A shard collects their gradients for itself and adds them at its end.
package struct ParameterGradients {
  /// When a shard may add to the sum: as often as the one before has.
  package struct Turns {
    /// Signalled by the shard before after each of its turns; `nil` for the first shard.
    let mine: DispatchSemaphore?
    let next: DispatchSemaphore
  }

  /// The gradients of the shard's own tables, and of nothing else.
  let tables: ParameterBuffer
  private let sum: ParameterBuffer
  private let turns: Turns?
  private let profile: OperationProfile?

  /// Gradients that one tape alone adds to.
  package init(_ sum: ParameterBuffer) {
    self.sum = sum
    tables = sum
    turns = nil
    profile = nil
  }

  /// Gradients of a shard.
  ///
  /// - Parameters:
  ///   - sum: That over all shards.
  ///   - tables: Zeros, a buffer of the same layout of which only tables are used.
  ///   - profile: Is told how long the shard waited.
  package init(
    sum: ParameterBuffer, tables: ParameterBuffer, turns: Turns, profile: OperationProfile?
  ) {
    self.sum = sum
    self.tables = tables
    self.turns = turns
    self.profile = profile
  }

  /// Adds to the sum of parameters that no other operation uses. All shards do so in the same order.
  func inTurn(_ add: (_ sum: ParameterBuffer) -> Void) {
    profile?.pause()
    turns?.mine?.wait()
    profile?.resume(after: "waiting for other threads")
    add(sum)
    turns?.next.signal()
  }

  /// Adds the shard's own tables to the sum, in the last of its turns.
  package func addTables(_ parameters: [Parameter]) {
    inTurn { $0.add(tables, parameters) }
  }
}
