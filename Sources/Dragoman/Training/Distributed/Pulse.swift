import Dispatch
import Synchronization

/// Signs of life that processes give each other every second, whatever else they do.
///
/// Without them, one that waits could not tell another that works for long from one that is gone: connections to
/// a machine without current stay open for many minutes.
final class Pulse: @unchecked Sendable {
  /// How long a process may be silent.
  static let patience = Duration.seconds(6)

  /// [processes] Their names in messages.
  let names: [String]
  private let transport: any Transport
  private let others: [Int]
  private let queue = DispatchQueue(label: "pulse")
  private let timer: any DispatchSourceTimer
  private let clock = ContinuousClock()
  private let lost = Mutex<InputError?>(nil)
  /// Of all processes, touched on the queue alone.
  private let beats: UnsafeMutableRawBufferPointer
  private var received: [(any Transfer)?]
  private var sent: [(any Transfer)?]
  private var heard: [ContinuousClock.Instant]
  private var lastBeat: ContinuousClock.Instant

  /// - Parameter hosts: The machines of the processes.
  init(_ transport: any Transport, hosts: [String]) throws {
    self.transport = transport
    names = hosts.enumerated().map { "process \($0) of \(transport.count) on \($1)" }
    others = (0..<transport.count).filter { $0 != transport.rank }
    // The last is sent.
    beats = .allocate(byteCount: transport.count + 1, alignment: 1)
    beats.initializeMemory(as: UInt8.self, repeating: 0)
    received = Array(repeating: nil, count: transport.count)
    sent = received
    lastBeat = clock.now
    heard = Array(repeating: lastBeat, count: transport.count)
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now(), repeating: .seconds(1), leeway: .milliseconds(100))
    timer.setEventHandler { [weak self] in self?.beat() }
    timer.resume()
  }

  /// - Throws: ``InputError`` that names a process which is gone.
  func check() throws {
    if let error = lost.withLock(\.self) { throw error }
  }

  /// Ends the signs. Memory that messages may still come into stays.
  func stop() {
    timer.cancel()
    queue.sync { for transfer in received { transfer?.cancel() } }
  }

  private func beat() {
    let now = clock.now
    // Whoever was stopped himself has heard nobody.
    if now - lastBeat > .seconds(3) { heard = Array(repeating: now, count: heard.count) }
    lastBeat = now
    for rank in others {
      do {
        try listen(to: rank)
        if try sent[rank]?.isDone() ?? true {
          let beat = UnsafeRawBufferPointer(rebasing: beats[transport.count...])
          sent[rank] = try transport.send(beat, to: rank, on: .pulse)
        }
      } catch {
        lose(rank, "cannot be reached: \(error).")
      }
      if now - heard[rank] > Self.patience {
        lose(rank, "has given no sign of life for \(Self.patience.components.seconds) seconds.")
      }
    }
  }

  /// Takes the signs that a process has given.
  private func listen(to rank: Int) throws {
    while true {
      if let transfer = received[rank] {
        guard try transfer.isDone() else { return }
        heard[rank] = clock.now
      }
      let beat = UnsafeMutableRawBufferPointer(rebasing: beats[rank..<rank + 1])
      received[rank] = try transport.receive(beat, from: rank, on: .pulse)
    }
  }

  private func lose(_ rank: Int, _ problem: String) {
    lost.withLock {
      $0 =
        $0
        ?? InputError(
          names[rank], problem,
          remedy: "The model folder holds the last state; go on with \(Setting.resume).")
    }
  }
}
