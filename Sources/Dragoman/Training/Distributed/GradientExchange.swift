/// Joins the sums of gradients of several processes, unit by unit, while the layers below are still going backwards.
///
/// Every process sends what it has summed of a unit to the process that answers for it, which joins the sums as
/// the ``GradientTree`` says. Each sends and receives (N - 1) / N of a gradient, as in recursive halving, in one
/// step and for any number N of processes. Sums that are rounded to bfloat16 travel in two bytes a number.
final class GradientExchange: @unchecked Sendable {
  /// Units under way at the same time, so that no line is idle.
  private static let window = 8

  private let communicator: Communicator
  private let division: Division
  private let areRounded: Bool
  /// Memory for sums that travel, by its size; touched by one exchange at a time.
  private var free: [Int: [UnsafeMutableRawBufferPointer]] = [:]

  /// - Parameter areRounded: Whether sums are rounded to bfloat16.
  init(_ communicator: Communicator, _ division: Division, areRounded: Bool) {
    self.communicator = communicator
    self.division = division
    self.areRounded = areRounded
  }

  deinit { giveBack() }

  /// Gives back memory that no sum is in.
  func giveBack() {
    for buffer in free.values.joined() { buffer.deallocate() }
    free = [:]
  }

  /// A unit under way.
  private struct Passage {
    let unit: Division.Unit
    var transfers: [any Transfer]
    /// [processes] What came from them.
    var received: [[UnsafeMutableRawBufferPointer]] = []
    /// What goes, where that is a copy.
    var sent: [UnsafeMutableRawBufferPointer] = []
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
        for buffer in passage.received.joined() + passage.sent { release(buffer) }
      }
      return waiting.isEmpty && passages.isEmpty ? .done : isMoving ? .moving : .still
    }
  }

  private func begin(
    _ unit: Division.Unit, _ sums: [ParameterBuffer], _ parts: [GradientTree.Part],
    over transport: any Transport
  ) throws -> Passage {
    let rank = communicator.rank
    var passage = Passage(unit: unit, transfers: [])
    guard unit.owner == rank else {
      for number in parts[rank].joinsLeft.indices {
        var bytes = UnsafeRawBufferPointer(
          UnsafeBufferPointer(rebasing: sums[number].floats[unit.elements]))
        if areRounded, let sum = tensor(sums[number].floats[unit.elements]) {
          let packed = memory(bytesOnTheWay(unit))
          if let start = packed.baseAddress {
            sums[number].device.pack(sum, into: start.assumingMemoryBound(to: UInt16.self))
          }
          passage.sent.append(packed)
          bytes = UnsafeRawBufferPointer(packed)
        }
        passage.transfers.append(try transport.send(bytes, to: unit.owner, on: .gradients))
      }
      return passage
    }
    passage.received = try parts.enumerated().map { other, part in
      try part.joinsLeft.filter { _ in other != rank }.map { _ in
        let buffer = memory(bytesOnTheWay(unit))
        passage.transfers.append(try transport.receive(buffer, from: other, on: .gradients))
        return buffer
      }
    }
    return passage
  }

  private func bytesOnTheWay(_ unit: Division.Unit) -> Int {
    unit.elements.count * (areRounded ? MemoryLayout<UInt16>.size : MemoryLayout<Float>.size)
  }

  private func tensor(_ floats: Slice<UnsafeMutableBufferPointer<Float>>) -> Tensor? {
    let floats = UnsafeMutableBufferPointer(rebasing: floats)
    return floats.baseAddress.map { Tensor(base: $0, rows: 1, columns: floats.count) }
  }

  /// Joins what has come with the process's own sums.
  private func join(
    _ passage: Passage, _ sums: [ParameterBuffer], _ parts: [GradientTree.Part]
  ) {
    let elements = passage.unit.elements
    let device = sums[0].device
    var (open, copies): ([Tensor], [UnsafeMutableRawBufferPointer]) = ([], [])
    for (rank, part) in parts.enumerated() {
      for (number, joins) in part.joinsLeft.enumerated() {
        if rank == communicator.rank {
          guard let sum = tensor(sums[number].floats[elements]) else { continue }
          open.append(sum)
        } else {
          var buffer = passage.received[rank][number]
          if areRounded {
            buffer = memory(elements.count * MemoryLayout<Float>.size)
            copies.append(buffer)
          }
          guard let sum = tensor(buffer.bindMemory(to: Float.self)[...]) else { continue }
          if areRounded, let packed = passage.received[rank][number].baseAddress {
            device.unpack(packed.assumingMemoryBound(to: UInt16.self), into: sum)
          }
          open.append(sum)
        }
        for _ in 0..<joins {
          let last = open.removeLast()
          device.add(last, to: open[open.count - 1])
          if areRounded { device.roundToBFloat16(open[open.count - 1]) }
        }
      }
    }
    let gradient = tensor(sums[0].floats[elements])
    if let sum = open.first, sum.base != gradient?.base { gradient?.copy(sum) }
    for copy in copies { release(copy) }
  }

  private func memory(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
    free[bytes]?.popLast() ?? .allocate(byteCount: bytes, alignment: 64)
  }

  private func release(_ memory: UnsafeMutableRawBufferPointer) {
    free[memory.count, default: []].append(memory)
  }
}
