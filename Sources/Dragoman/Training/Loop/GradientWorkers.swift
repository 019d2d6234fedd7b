import Dispatch
import Synchronization

/// Computes the gradient of a batch on several threads, with a result that does not show how many.
///
/// A batch is cut into shards. Each worker takes the next shard and runs it forwards and backwards in
/// memory of its own. The shards' gradients are added up in the shape of a ``GradientTree``, layer by layer
/// while they go backwards (``ParameterGradients``).
package final class GradientWorkers: Sendable {
  /// Memory that one thread has for itself.
  private final class Worker: @unchecked Sendable {
    let arena = Arena()
    let tables: ParameterBuffer
    var profile: OperationProfile?

    init(parameters: Int) { tables = ParameterBuffer(sparse: parameters) }
  }

  /// The sums that shards are added to. The first ends as the gradient of the batch.
  private let sums: Mutex<[ParameterBuffer]>
  /// The gradient of the last batch.
  package let gradients: ParameterBuffer
  private let layout: ParameterLayout
  private let workers: [Worker]

  /// - Parameter layout: That of the parameters.
  package init(_ layout: ParameterLayout, threads: Int) {
    let count = layout.count
    self.layout = layout
    gradients = ParameterBuffer(count: count)
    sums = Mutex([gradients])
    workers = (0..<threads).map { _ in Worker(parameters: count) }
  }

  /// The number of threads.
  package var threads: Int { workers.count }

  /// Computes the loss of a batch, and into ``gradients`` its gradient per label.
  ///
  /// - Parameters:
  ///   - shards: Those of the part.
  ///   - labels: Those of the whole batch.
  ///   - part: What of the batch this process adds up; `nil` for all.
  ///   - join: Runs beside the computation, to join the sums with those of other processes.
  ///   - randomness: The stream of dropout for each shard, by its number in the batch.
  /// - Returns: [shards]
  package func gradient(
    of shards: [any TrainingShard], _ weights: Weights, options: TrainingOptions, labels: Int,
    part: GradientTree.Part? = nil,
    join: (@Sendable (_ sums: PartialSums) -> Void)? = nil,
    randomness: @Sendable (_ shard: Int) -> RandomStream
  ) -> [Loss] {
    let part = part ?? GradientTree(shards: shards.count).part()
    let sums = sums(max(1, part.sumCount))
    let progress = shards.map { _ in ShardProgress() }
    let joined = DispatchGroup()
    if let join {
      // A queue of its own is never without a thread.
      let partial = PartialSums(sums: sums, last: progress.last)
      DispatchQueue(label: "join").async(group: joined) { join(partial) }
    }
    defer { joined.wait() }
    let losses = Mutex(Array(repeating: Loss(), count: shards.count))
    forEachConcurrently(shards.count, threads: workers.count) { index, number in
      let worker = workers[number]
      worker.profile?.start()
      worker.arena.reset()
      worker.tables.clear(layout.tables)
      let gradients = ParameterGradients(
        sums: sums, step: part.steps[index], areRounded: options.communicate == .bfloat16,
        tables: worker.tables, progress: progress[index],
        after: index == 0 ? nil : progress[index - 1], profile: worker.profile)
      let tape = Tape(
        weights: weights, arena: worker.arena, gradients: gradients, precision: options.precision,
        dropout: options.dropoutRates, randomness: randomness(part.shards.lowerBound + index),
        profile: worker.profile)
      let loss = shards[index].loss(scale: 1 / Float(labels), on: tape)
      tape.backward()
      gradients.end(layout)
      worker.profile?.lap("other")
      losses.withLock { $0[index] = loss }
    }
    workers[0].profile?.start()
    return losses.withLock(\.self)
  }

  /// So many sums, which keep their memory from batch to batch.
  private func sums(_ count: Int) -> [ParameterBuffer] {
    sums.withLock { sums in
      while sums.count < count { sums.append(ParameterBuffer(sparse: layout.count)) }
      return Array(sums.prefix(count))
    }
  }

  /// Gives back to the system what the next batch takes anew, which is all that there is of the last one.
  func giveBack() {
    for sum in sums.withLock(\.self) { sum.giveBack() }
    for worker in workers { worker.arena.giveBack() }
  }

  /// Runs `body` for every index below `count` on the threads, each with an arena that it may use.
  package func forEach(_ count: Int, _ body: @Sendable (_ index: Int, _ arena: Arena) -> Void) {
    for worker in workers { worker.arena.reset() }
    forEachConcurrently(count, threads: workers.count) { index, number in
      body(index, workers[number].arena)
    }
  }

  /// Keeps a ``profile`` from now on.
  package func startProfile() {
    for worker in workers { worker.profile = OperationProfile() }
  }

  /// Says what the caller did since the last gradient, or since it last said so.
  package func lap(_ operation: String) { workers[0].profile?.lap(operation) }

  /// Where the time went, threads taken together; `nil` if none is kept.
  package var profile: OperationProfile? {
    let profiles = workers.compactMap(\.profile)
    guard !profiles.isEmpty else { return nil }
    return profiles.reduce(into: OperationProfile()) { $0.add($1) }
  }

  /// The loss of shards that are not trained on.
  func loss(of shards: [any TrainingShard], _ weights: Weights) -> Loss {
    let losses = Mutex(Array(repeating: Loss(), count: shards.count))
    forEachConcurrently(shards.count, threads: workers.count) { index, number in
      let arena = workers[number].arena
      arena.reset()
      let loss = shards[index].loss(scale: 0, on: Tape(weights: weights, arena: arena))
      losses.withLock { $0[index] = loss }
    }
    return losses.withLock { $0.reduce(into: Loss()) { $0 += $1 } }
  }
}

/// The sums of a process, while its shards are added to them.
package struct PartialSums: Sendable {
  /// As many as the process leaves.
  let sums: [ParameterBuffer]
  /// The last shard; `nil` if there is none.
  fileprivate let last: ShardProgress?

  /// Whether all shards have added to some elements.
  func areComplete(_ elements: Range<Int>) -> Bool { last?.isOver(for: elements) ?? true }
}
