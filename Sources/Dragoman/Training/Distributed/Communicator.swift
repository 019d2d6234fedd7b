import FoundationEssentials
import Glibc

/// The processes that train one model together.
///
/// All run the same loop. What must be the same in all of them, because the next step depends on it, goes
/// through here: the loop's decisions and the sums over a whole batch. Process 0 leads: it looks at the
/// clock and listens to the user, and it alone writes files and reports.
///
/// A process that ends, or is silent for six seconds, is named by an error of whatever call waits for it.
package final class Communicator: Sendable {
  /// One process, which has nobody to agree with.
  package static let alone = Communicator()

  /// The number of this process, 0 ..< ``count``.
  package let rank: Int
  /// How many processes there are.
  package let count: Int
  /// `nil` for one process.
  let transport: (any Transport)?
  private let pulse: Pulse?

  private init() { (rank, count, transport, pulse) = (0, 1, nil, nil) }

  /// - Throws: When the processes do not find each other.
  package init(_ transport: any Transport) throws {
    (rank, count) = (transport.rank, transport.count)
    self.transport = transport
    let hosts = try Self.exchange(Array(transport.host.utf8), over: transport, pulse: nil)
    pulse = try Pulse(transport, hosts: hosts.map { String(decoding: $0, as: UTF8.self) })
  }

  /// Whether this process leads.
  package var leads: Bool { rank == 0 }

  /// How messages name this process.
  package var name: String { name(of: rank) }

  /// How messages name a process.
  func name(of rank: Int) -> String { pulse?.names[rank] ?? "the process" }

  /// Waits until all have come to their end, after which none of them misses another.
  package func close() throws {
    guard let pulse else { return }
    _ = try gather([])
    pulse.stop()
  }

  /// What each process makes, the leader before the others: they find on a disk that all share what it has made.
  public func leaderFirst<Value>(_ make: () throws -> Value) throws -> Value {
    let made = leads ? try make() : nil
    _ = try decision(of: true)
    return try made ?? make()
  }

  /// What the leader decided, for all.
  package func decision<Value: Codable & Sendable>(of leader: @autoclosure () throws -> Value)
    throws
    -> Value
  {
    guard let transport else { return try leader() }
    guard leads else {
      let size = Bytes(count: MemoryLayout<Int>.size)
      try wait(for: [transport.receive(size.buffer, from: 0, on: .agreement)])
      let bytes = Bytes(count: size.size)
      try wait(for: [transport.receive(bytes.buffer, from: 0, on: .agreement)])
      return try JSONDecoder().decode([Value].self, from: Data(bytes.copied))[0]
    }
    let value = try leader()
    // Not every value is JSON by itself.
    let message = Bytes(try JSONEncoder().encode([value]))
    let size = Bytes(size: message.count)
    // Both must stay until they are sent.
    try withExtendedLifetime((size, message)) {
      try wait(
        for: (1..<count).flatMap { rank in
          [
            try transport.send(UnsafeRawBufferPointer(size.buffer), to: rank, on: .agreement),
            try transport.send(UnsafeRawBufferPointer(message.buffer), to: rank, on: .agreement),
          ]
        })
    }
    return value
  }

  /// The sum of each element over all processes, the same bits in all.
  package func sum(_ values: [Double]) throws -> [Double] {
    guard count > 1 else { return values }
    let all = try gather(values.withUnsafeBytes(Array.init))
    var sums = Array(repeating: 0.0, count: values.count)
    for bytes in all {
      for place in sums.indices {
        sums[place] += bytes.withUnsafeBytes {
          $0.loadUnaligned(fromByteOffset: 8 * place, as: Double.self)
        }
      }
    }
    return sums
  }

  /// The bytes of each process, for all.
  func gather(_ bytes: [UInt8]) throws -> [[UInt8]] {
    guard let transport else { return [bytes] }
    return try Self.exchange(bytes, over: transport, pulse: pulse)
  }

  /// Waits until all messages are done.
  func wait(for transfers: [any Transfer]) throws {
    try Self.wait(for: transfers, pulse)
  }

  /// How far something is that is waited for.
  enum Progress { case done, moving, still }

  /// Waits until something is done. While it stands still it is asked ever less often, up to every millisecond: each
  /// time MPI looks at all its lines, which takes ten microseconds.
  func wait(until progress: () throws -> Progress) throws {
    try Self.wait(pulse, until: progress)
  }

  private static func wait(for transfers: [any Transfer], _ pulse: Pulse?) throws {
    var left = transfers[...]
    try wait(pulse) {
      let count = left.count
      while let next = left.first, try next.isDone() { left.removeFirst() }
      return left.isEmpty ? .done : left.count < count ? .moving : .still
    }
  }

  private static func wait(_ pulse: Pulse?, until progress: () throws -> Progress) throws {
    let shortest: UInt32 = 20
    var pause = shortest
    while true {
      switch try progress() {
      case .done: return
      case .moving: pause = shortest
      case .still: pause = min(pause * 3 / 2, 1_000)
      }
      try pulse?.check()
      usleep(pause)
    }
  }

  private static func exchange(
    _ bytes: [UInt8], over transport: any Transport, pulse: Pulse?
  ) throws -> [[UInt8]] {
    let others = (0..<transport.count).filter { $0 != transport.rank }
    func exchange(_ own: Bytes, _ sizes: [Int]) throws -> [Bytes] {
      let received = sizes.map { Bytes(count: $0) }
      try wait(
        for: others.map {
          try transport.receive(received[$0].buffer, from: $0, on: .agreement)
        }
          + others.map {
            try transport.send(UnsafeRawBufferPointer(own.buffer), to: $0, on: .agreement)
          }, pulse)
      return received
    }
    let sizes = try exchange(
      Bytes(size: bytes.count), Array(repeating: MemoryLayout<Int>.size, count: transport.count))
    let received = try exchange(
      Bytes(bytes), sizes.enumerated().map { $0 == transport.rank ? 0 : $1.size })
    return (0..<transport.count).map { $0 == transport.rank ? bytes : received[$0].copied }
  }
}

/// Bytes that stay in their place, as messages need it.
private final class Bytes: @unchecked Sendable {
  let buffer: UnsafeMutableRawBufferPointer
  var count: Int { buffer.count }

  init(count: Int) { buffer = .allocate(byteCount: count, alignment: 64) }

  convenience init(_ bytes: some Collection<UInt8>) {
    self.init(count: bytes.count)
    buffer.copyBytes(from: bytes)
  }

  convenience init(size: Int) {
    self.init(count: MemoryLayout<Int>.size)
    buffer.storeBytes(of: size, as: Int.self)
  }

  var copied: [UInt8] { Array(buffer) }
  var size: Int { buffer.load(as: Int.self) }

  deinit { buffer.deallocate() }
}
