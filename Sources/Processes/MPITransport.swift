#if MPI
  internal import CMPI
  import Dragoman
  import Synchronization

  /// Messages by MPI, of one thread at a time.
  final class MPITransport: Transport {
    let rank: Int
    let count: Int
    let host: String
    private let library = MPILibrary()

    /// - Throws: ``InputError`` when MPI cannot be started.
    init() throws {
      var (rank, count): (Int32, Int32) = (0, 1)
      try library.call { message_start(&rank, &count) }
      (self.rank, self.count) = (Int(rank), Int(count))
      host = library.text { message_host($0) }
    }

    func send(
      _ bytes: UnsafeRawBufferPointer, to rank: Int, on channel: Channel
    ) throws -> any Transfer {
      try MPITransfer(library) {
        message_send(
          bytes.baseAddress, Int32(bytes.count), Int32(rank), channel.rawValue, &$0)
      }
    }

    func receive(
      _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, on channel: Channel
    ) throws -> any Transfer {
      try MPITransfer(library) {
        message_receive(
          bytes.baseAddress, Int32(bytes.count), Int32(rank), channel.rawValue, &$0)
      }
    }

    /// Ends MPI, when no message is under way in any process.
    func end() { library.locked { message_end() } }

    /// Ends all processes, with a code for whoever started them.
    func abort(_ code: Int32) { library.locked { message_abort(code) } }
  }

  /// A message that MPI has taken. What it is to MPI is touched by whoever holds the library.
  private final class MPITransfer: Transfer, @unchecked Sendable {
    private let library: MPILibrary
    private var transfer = message_transfer()
    private var isOver = false

    init(_ library: MPILibrary, _ start: (inout message_transfer) -> Int32) throws {
      self.library = library
      try library.call { start(&transfer) }
    }

    func isDone() throws -> Bool {
      var isDone: Int32 = 1
      try library.call { isOver ? 0 : message_test(&transfer, &isDone) }
      guard isDone != 0 else { return false }
      library.locked { isOver = true }
      return true
    }

    func cancel() {
      library.locked {
        if !isOver { message_cancel(&transfer) }
        isOver = true
      }
    }
  }

  /// Keeps threads from calling MPI at the same time.
  private final class MPILibrary: Sendable {
    private let lock = Mutex(())

    func locked<Result: Sendable>(_ body: () -> Result) -> Result { lock.withLock { _ in body() } }

    /// - Throws: ``InputError`` with MPI's own words.
    func call(_ body: () -> Int32) throws {
      let error = locked(body)
      guard error != 0 else { return }
      throw InputError(
        "MPI", text { message_error_text(error, $0) },
        remedy: "See that all machines reach each other, and have the same MPI.")
    }

    func text(_ write: (UnsafeMutablePointer<CChar>) -> Void) -> String {
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(message_text_size) + 1) {
        buffer in
        buffer.initialize(repeating: 0)
        guard let start = buffer.baseAddress else { return "" }
        locked { write(start) }
        return String(cString: start)
      }
    }
  }
#endif
