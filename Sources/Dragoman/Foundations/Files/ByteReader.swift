import Glibc

/// The bytes of a file or of standard input, decompressed when they are in the format of gzip.
final class ByteReader {
  /// The path as the user gave it, or `standard input`.
  let path: String

  private let descriptor: Int32
  /// Bytes of the file that were not given on yet: its beginning, or what is compressed.
  private var input = [UInt8](repeating: 0, count: 1 << 16)
  private var unread = 0..<0
  private var gunzip: Gunzip?
  /// The first bytes that `gunzip` gave, as many as tell a format.
  private var beginning: [UInt8] = []
  private var isStarted = false

  /// Opens the file at `path`, or standard input when it is `-`.
  ///
  /// - Throws: ``InputError`` when the file is missing or not to be read.
  init(path: String) throws {
    self.path = path == "-" ? "standard input" : path
    guard path != "-" else {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError.unreadable(path) }
  }

  deinit {
    if !isStandardInput { close(descriptor) }
  }

  /// Whether the bytes come from standard input.
  var isStandardInput: Bool { descriptor == STDIN_FILENO }

  /// Whether a person is typing the bytes.
  private(set) lazy var isInteractive = isatty(descriptor) == 1

  /// The bytes of the file that were read, compressed if it is.
  private(set) var bytesRead = 0

  /// Whether the next bytes are not there yet: whoever types or writes them has not done so.
  var isWaiting: Bool {
    guard unread.isEmpty else { return false }
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&event, 1, 0) == 0
  }

  /// Fills the beginning of `buffer` and returns how many bytes it got: 0 at the end alone.
  ///
  /// - Throws: ``InputError`` when the file cannot be read, is damaged or cut short as gzip, or is gzip inside gzip.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if !isStarted { try start() }
    if let gunzip { return try read(into: buffer, through: gunzip) }
    guard unread.isEmpty else {
      let count = min(unread.count, buffer.count)
      input[unread.prefix(count)].withUnsafeBytes { buffer.copyMemory(from: $0) }
      unread.removeFirst(count)
      return count
    }
    return try readFile(into: buffer)
  }

  /// Reads until it is clear whether the file is compressed.
  private func start() throws {
    isStarted = true
    repeat {
      let count = try input.withUnsafeMutableBytes { bytes in
        try readFile(into: UnsafeMutableRawBufferPointer(rebasing: bytes[unread.upperBound...]))
      }
      unread = 0..<unread.upperBound + count
      if count == 0 { break }
    } while unread.count < Gunzip.magic.count && input[0] == Gunzip.magic[0]
    if input[unread].starts(with: Gunzip.magic) {
      gunzip = try readable { () throws(Gunzip.Damage) in try Gunzip() }
    }
  }

  private func read(
    into buffer: UnsafeMutableRawBufferPointer, through gunzip: Gunzip
  ) throws -> Int {
    while true {
      if unread.isEmpty {
        unread = 0..<(try input.withUnsafeMutableBytes { try readFile(into: $0) })
        guard !unread.isEmpty else {
          if gunzip.isAtEndOfMember { return 0 }
          throw damaged("it ends too early")
        }
      }
      if gunzip.isAtEndOfMember {
        // What fills the last block of a tape or a device; gzip itself drops it.
        unread.removeFirst(input[unread].prefix { $0 == 0 }.count)
        if unread.isEmpty { continue }
      }
      let (read, written) = try input[unread].withUnsafeBytes { bytes in
        try readable { () throws(Gunzip.Damage) in try gunzip.decompress(bytes, into: buffer) }
      }
      unread.removeFirst(read)
      if written > 0 {
        try refuseGzip(
          in: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<written]))
        return written
      }
    }
  }

  private func refuseGzip(in bytes: UnsafeRawBufferPointer) throws {
    guard beginning.count < Gunzip.magic.count else { return }
    beginning += bytes.prefix(Gunzip.magic.count - beginning.count)
    guard beginning != Gunzip.magic else {
      throw InputError(
        path, "is gzip inside gzip: it was compressed twice.",
        remedy: "Decompress it once, with gunzip.")
    }
  }

  private func readable<Result>(_ body: () throws(Gunzip.Damage) -> Result) throws -> Result {
    do { return try body() } catch { throw damaged(error.reason) }
  }

  private func damaged(_ reason: String) -> InputError {
    InputError(
      path, "damaged as a gzip file: \(reason).", remedy: "Copy or compress the file again.")
  }

  private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw InputError.unreadable(path) }
      bytesRead += count
      return count
    }
  }
}
