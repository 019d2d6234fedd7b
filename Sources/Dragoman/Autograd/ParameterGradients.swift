/// Where a tape adds up the gradients of parameters.
///
/// The tapes of a batch's shards run at the same time, and their gradients are added up in the shape of a
/// ``GradientTree``, parameter by parameter: which thread is faster cannot be seen. A layer belongs to one
/// operation. Its step back computes the layer's gradient in memory of its own, waits until the shard before
/// has added that of the same layer, and adds. So no thread needs memory for the gradients of a whole model.
/// Tables are used by several operations. A shard collects their gradients for itself and adds them at its end.
///
/// What travels between processes may be rounded to bfloat16: then every branch of the tree is, and every sum of
/// branches, so that the same numbers are rounded whether they travel or not.
package struct ParameterGradients {
  /// The gradients of the shard's own tables, and of nothing else.
  let tables: ParameterBuffer
  /// The sums that are open, of which the step uses some.
  private let sums: [ParameterBuffer]
  private let step: GradientTree.Step
  private let areRounded: Bool
  private let progress: ShardProgress?
  /// `nil` for the first shard.
  private let previous: ShardProgress?
  private let profile: OperationProfile?

  /// Gradients that one tape alone adds to.
  package init(_ sum: ParameterBuffer) {
    sums = [sum]
    tables = sum
    step = GradientTree.Step(sum: 1, joins: 1)
    areRounded = false
    progress = nil
    previous = nil
    profile = nil
  }

  /// Gradients of a shard.
  ///
  /// - Parameters:
  ///   - sums: As many as the process has open, whatever they hold.
  ///   - step: What is to be done with the shard's.
  ///   - areRounded: Whether the branches and their sums are rounded to bfloat16.
  ///   - tables: Zeros, a buffer of the same layout of which only tables are used.
  ///   - progress: What the shard has added.
  ///   - previous: The progress of the shard before; `nil` for the first.
  ///   - profile: Is told how long the shard waited.
  package init(
    sums: [ParameterBuffer], step: GradientTree.Step, areRounded: Bool, tables: ParameterBuffer,
    progress: ShardProgress, after previous: ShardProgress?, profile: OperationProfile?
  ) {
    self.sums = sums
    self.step = step
    self.areRounded = areRounded
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
      for parameter in parameters { endBranch(parameter, in: step.sum) }
    } else {
      let mark = arena.mark
      let gradients = parameters.map { arena.tensor(rows: $0.rows, columns: $0.columns) }
      compute(gradients)
      wait { $0.wait(for: parameters[0]) }
      for (parameter, gradient) in zip(parameters, gradients) {
        add(gradient, to: parameter)
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
        endBranch(table, in: step.sum)
      } else {
        add(tables[table], to: table)
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

  /// Adds a gradient to the last of the open sums.
  private func add(_ gradient: Tensor, to parameter: Parameter) {
    let sum = sums[step.sum - 1]
    if step.isFirst, areRounded { sum.device.roundToBFloat16(gradient) }
    sum.add(gradient, to: parameter)
    join(parameter)
  }

  /// Joins sums after one was added to the last but the step's own.
  private func join(_ parameter: Parameter) {
    endBranch(parameter, in: step.sum - 1)
    for number in stride(from: 1, to: step.joins, by: 1) {
      let last = step.sum - number
      sums[last - 1].add(sums[last][parameter], to: parameter)
      endBranch(parameter, in: last - 1)
    }
  }

  /// Rounds a sum to which nothing but other branches will be added.
  private func endBranch(_ parameter: Parameter, in sum: Int) {
    guard areRounded, step.isLast else { return }
    sums[sum].device.roundToBFloat16(sums[sum][parameter])
  }

  private func wait(_ wait: (ShardProgress) -> Void) {
    guard let previous else { return }
    profile?.pause()
    wait(previous)
    profile?.resume(after: "waiting for other threads")
  }
}
