import Dispatch
import Synchronization

import Dragoman

/// Processes that are threads of the tests, and talk to each other through memory.
final class LocalNetwork: Sendable {
  fileprivate struct Line: Hashable {
    let from: Int
    let to: Int
    let channel: Channel
  }

  /// What was sent on a line, and how much of it was asked for.
  fileprivate struct Queue {
    var messages: [Int: [UInt8]] = [:]
    var sent = 0
    var awaited = 0
  }

  fileprivate let lines = Mutex<[Line: Queue]>([:])
  fileprivate let count: Int

  init(_ count: Int) { self.count = count }

  /// Runs something in each of the processes, and returns what each came to.
  func run<Value: Sendable>(
    _ body: @escaping @Sendable (Communicator) throws -> Value
  ) -> [Result<Value, any Error>] {
    let results = Mutex<[Int: Result<Value, any Error>]>([:])
    let group = DispatchGroup()
    for rank in 0..<count {
      DispatchQueue(label: "process \(rank)").async(group: group) {
        let result = Result {
          let communicator = try Communicator(LocalTransport(network: self, rank: rank))
          let value = try body(communicator)
          try communicator.close()
          return value
        }
        results.withLock { $0[rank] = result }
      }
    }
    group.wait()
    return results.withLock { results in (0..<count).compactMap { results[$0] } }
  }
}

private struct LocalTransport: Transport {
  let network: LocalNetwork
  let rank: Int
  var count: Int { network.count }
  var host: String { "machine\(rank)" }

  struct Sent: Transfer {
    func isDone() -> Bool { true }
    func cancel() {}
  }

  final class Received: Transfer, @unchecked Sendable {
    let network: LocalNetwork
    let line: LocalNetwork.Line
    let number: Int
    let bytes: UnsafeMutableRawBufferPointer
    var isOver = false

    init(
      _ network: LocalNetwork, _ line: LocalNetwork.Line, _ bytes: UnsafeMutableRawBufferPointer
    ) {
      self.network = network
      self.line = line
      self.bytes = bytes
      number = network.lines.withLock { lines in
        defer { lines[line, default: LocalNetwork.Queue()].awaited += 1 }
        return lines[line]?.awaited ?? 0
      }
    }

    func isDone() -> Bool {
      if isOver { return true }
      guard
        let message = network.lines.withLock({ $0[line]?.messages.removeValue(forKey: number) })
      else { return false }
      precondition(message.count == bytes.count, "both sides know how long a message is")
      bytes.copyBytes(from: message)
      isOver = true
      return true
    }

    func cancel() {}
  }

  func send(
    _ bytes: UnsafeRawBufferPointer, to rank: Int, on channel: Channel
  ) -> any Transfer {
    network.lines.withLock { lines in
      let line = LocalNetwork.Line(from: self.rank, to: rank, channel: channel)
      var queue = lines[line] ?? LocalNetwork.Queue()
      queue.messages[queue.sent] = Array(bytes)
      queue.sent += 1
      lines[line] = queue
    }
    return Sent()
  }

  func receive(
    _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, on channel: Channel
  ) -> any Transfer {
    Received(network, LocalNetwork.Line(from: rank, to: self.rank, channel: channel), bytes)
  }
}
