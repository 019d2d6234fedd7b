/// Joins the sums of gradients of several processes, unit by unit, while the layers below are still going backwards.
///
/// Every process sends what it has summed of a unit to the process that answers for it, which joins the sums as
/// the ``GradientTree`` says. Each sends and receives (N - 1) / N of a gradient, as in recursive halving, in one
/// step and for any number N of processes.
final class GradientExchange: @unchecked Sendable {
  /// Units under way at the same time, so that no line is idle.
  private static let window = 8

  private let communicator: Communicator
  private let division: Division
  /// Memory that sums are received into, by its size; touched by one exchange at a time.
  private var free: [Int: [UnsafeMutableBufferPointer<Float>]] = [:]

  init(_ communicator: Communicator, _ division: Division) {
    self.communicator = communicator
    self.division = division
  }

  deinit { for buffer in free.values.joined() { buffer.deallocate() } }

  /// A unit under way.
  private struct Passage {
    let unit: Division.Unit
    var transfers: [any Transfer]
    /// [processes] What came from them.
    let received: [[UnsafeMutableBufferPointer<Float>]]
  }

  /// Joins all sums. The first of the sums ends as the gradient, of the process's own units.
  ///
  /// - Parameters:
  ///   - partial: Those of this process.
  ///   - parts: What each process adds up.
  func join(_ partial: PartialSums, _ parts: [GradientTree.Part]) throws {
    guard let transport = communicator.transport else { return }
    let sums = partial.sums
    var waiting = division.units[...]
    var passages: [Passage] = []
    let rank = communicator.rank
    try communicator.wait {
      var isMoving = false
      while passages.count < Self.window, let unit = waiting.first,
        partial.areComplete(unit.elements)
      {
        waiting.removeFirst()
        isMoving = true
        passages.append(try begin(unit, sums, parts, over: transport))
      }
      for index in passages.indices.reversed() {
        while let next = passages[index].transfers.last, try next.isDone() {
          passages[index].transfers.removeLast()
          isMoving = true
        }
        guard passages[index].transfers.isEmpty else { continue }
        let passage = passages.remove(at: index)
        if passage.unit.owner == rank { join(passage, sums, parts) }
        for buffer in passage.received.joined() { free[buffer.count, default: []].append(buffer) }
      }
      return waiting.isEmpty && passages.isEmpty ? .done : isMoving ? .moving : .still
    }
  }

  private func begin(
    _ unit: Division.Unit, _ sums: [ParameterBuffer], _ parts: [GradientTree.Part],
    over transport: any Transport
  ) throws -> Passage {
    let rank = communicator.rank
    guard unit.owner == rank else {
      let transfers = try parts[rank].joinsLeft.indices.map { number in
        let sum = UnsafeBufferPointer(rebasing: sums[number].floats[unit.elements])
        return try transport.send(UnsafeRawBufferPointer(sum), to: unit.owner, on: .gradients)
      }
      return Passage(unit: unit, transfers: transfers, received: [])
    }
    var transfers: [any Transfer] = []
    let received = try parts.enumerated().map { other, part in
      try part.joinsLeft.filter { _ in other != rank }.map { _ in
        let buffer = memory(unit.elements.count)
        transfers.append(
          try transport.receive(UnsafeMutableRawBufferPointer(buffer), from: other, on: .gradients))
        return buffer
      }
    }
    return Passage(unit: unit, transfers: transfers, received: received)
  }

  /// Joins what has come with the process's own sums.
  private func join(
    _ passage: Passage, _ sums: [ParameterBuffer], _ parts: [GradientTree.Part]
  ) {
    let elements = passage.unit.elements
    func tensor(_ buffer: UnsafeMutableBufferPointer<Float>) -> Tensor? {
      buffer.baseAddress.map { Tensor(base: $0, rows: 1, columns: buffer.count) }
    }
    var open: [Tensor] = []
    for (rank, part) in parts.enumerated() {
      for (number, joins) in part.joinsLeft.enumerated() {
        let buffer =
          rank == communicator.rank
          ? UnsafeMutableBufferPointer(rebasing: sums[number].floats[elements])
          : passage.received[rank][number]
        guard let sum = tensor(buffer) else { continue }
        open.append(sum)
        for _ in 0..<joins {
          let last = open.removeLast()
          sums[0].device.add(last, to: open[open.count - 1])
        }
      }
    }
    let gradient = UnsafeMutableBufferPointer(rebasing: sums[0].floats[elements])
    if let sum = open.first, sum.base != gradient.baseAddress { tensor(gradient)?.copy(sum) }
  }

  private func memory(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    free[count]?.popLast() ?? .allocate(capacity: count)
  }
}
