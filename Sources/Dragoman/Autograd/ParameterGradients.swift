/// Where a tape adds up the gradients of parameters.
///
/// The tapes of a batch's shards run at the same time, and their gradients are added up in the shape of a
/// ``GradientTree``, parameter by parameter: which thread is faster cannot be seen. A layer belongs to one
/// operation. Its step back computes the layer's gradient in memory of its own, waits until the shard before
/// has added that of the same layer, and adds. So no thread needs memory for the gradients of a whole model.
/// Tables are used by several operations. A shard collects their gradients for itself and adds them at its end.
package struct ParameterGradients {
  /// The gradients of the shard's own tables, and of nothing else.
  let tables: ParameterBuffer
  /// The sums that are open, of which the step uses some.
  private let sums: [ParameterBuffer]
  private let step: GradientTree.Step
  private let progress: ShardProgress?
  /// `nil` for the first shard.
  private let previous: ShardProgress?
  private let profile: OperationProfile?

  /// Gradients that one tape alone adds to.
  package init(_ sum: ParameterBuffer) {
    sums = [sum]
    tables = sum
    step = GradientTree.Step(sum: 1, joins: 1)
    progress = nil
    previous = nil
    profile = nil
  }

  /// Gradients of a shard.
  ///
  /// - Parameters:
  ///   - sums: As many as the process has open, whatever they hold.
  ///   - step: What is to be done with the shard's.
  ///   - tables: Zeros, a buffer of the same layout of which only tables are used.
  ///   - progress: What the shard has added.
  ///   - previous: The progress of the shard before; `nil` for the first.
  ///   - profile: Is told how long the shard waited.
  package init(
    sums: [ParameterBuffer], step: GradientTree.Step, tables: ParameterBuffer,
    progress: ShardProgress, after previous: ShardProgress?, profile: OperationProfile?
  ) {
    self.sums = sums
    self.step = step
    self.tables = tables
    self.progress = progress
    self.previous = previous
    self.profile = profile
  }

  /// Adds the gradients of parameters that no other operation of the shard uses.
  ///
  /// - Parameters:
  ///   - parameters: Those of the operation. Other shards give them in one call as well.
  ///   - arena: Has room for the gradients.
  ///   - compute: Overwrites its arguments, one for each of the parameters, with the gradients.
  func add(_ parameters: [Parameter], in arena: Arena, _ compute: ([Tensor]) -> Void) {
    if step.joins == 0 {
      wait { $0.wait(for: parameters[0]) }
      compute(parameters.map { sums[step.sum][$0] })
    } else {
      let mark = arena.mark
      let gradients = parameters.map { arena.tensor(rows: $0.rows, columns: $0.columns) }
      compute(gradients)
      wait { $0.wait(for: parameters[0]) }
      for (parameter, gradient) in zip(parameters, gradients) {
        sums[step.sum - 1].add(gradient, to: parameter)
        join(parameter)
      }
      arena.release(to: mark)
    }
    progress?.added(parameters)
  }

  /// Adds the shard's own tables, and zeros for parameters that it has not added, which ends the shard.
  package func end(_ layout: ParameterLayout) {
    wait { $0.waitForEnd() }
    for table in layout.tables {
      if step.joins == 0 {
        sums[step.sum][table].copy(tables[table])
      } else {
        sums[step.sum - 1].add(tables[table], to: table)
        join(table)
      }
    }
    for parameter in progress?.missing(of: layout) ?? [] {
      if step.joins == 0 {
        sums[step.sum].clear([parameter])
      } else {
        // Adding zeros makes a zero of a negative zero, wherever it is done.
        sums[step.sum - 1].addZeros(to: parameter)
        join(parameter)
      }
    }
    progress?.end()
  }

  /// Joins sums after one was added to the last but the step's own.
  private func join(_ parameter: Parameter) {
    for number in stride(from: 1, to: step.joins, by: 1) {
      let last = step.sum - number
      sums[last - 1].add(sums[last][parameter], to: parameter)
    }
  }

  private func wait(_ wait: (ShardProgress) -> Void) {
    guard let previous else { return }
    profile?.pause()
    wait(previous)
    profile?.resume(after: "waiting for other threads")
  }
}
