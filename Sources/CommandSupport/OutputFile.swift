import ArgumentParser
import Dragoman
import Glibc

/// Where a command writes its lines: a file that appears whole at the end, or standard output.
public final class OutputFile {
  private static let capacity = 1 << 16

  /// `nil` for standard output.
  private let file: AtomicFile?
  /// Whether a person is reading, who is to see each line at once.
  private let isInteractive: Bool
  private var buffer: [UInt8] = []

  /// Opens the file at `path`, or standard output when it is `-`.
  ///
  /// - Throws: `InputError` when the file cannot be written. Open it before the work begins.
  public init(path: String = "-") throws {
    file = path == "-" ? nil : try AtomicFile(path: path)
    isInteractive = file == nil && isatty(STDOUT_FILENO) == 1
    buffer.reserveCapacity(Self.capacity)
  }

  /// Writes `line` and a line feed.
  ///
  /// - Throws: As ``flush()``.
  public func write(line: String) throws {
    buffer.append(contentsOf: line.utf8)
    buffer.append(0x0A)
    try flushIfNeeded()
  }

  /// Writes whole lines with their line feeds, as UTF-8.
  ///
  /// - Throws: As ``flush()``.
  public func write(lines: [UInt8]) throws {
    buffer += lines
    try flushIfNeeded()
  }

  private func flushIfNeeded() throws {
    if isInteractive || buffer.count >= Self.capacity { try flush() }
  }

  /// Hands on to the system what has been written so far.
  ///
  /// - Throws: `InputError` when there is no room. When the reader of standard output has gone
  ///   away, what ends the command without a word.
  public func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    try buffer.withUnsafeBytes { bytes in
      if let file { return try file.append(bytes) }
      guard writeFully(bytes, to: STDOUT_FILENO) else {
        if errno == EPIPE { throw ExitCode.failure }
        throw InputError.unwritable("standard output", remedy: "Make room there.")
      }
    }
  }

  /// Writes the rest and puts the file in its place. Without this call the file does not appear.
  ///
  /// - Throws: As ``flush()``.
  public func close() throws {
    try flush()
    try file?.commit()
  }
}
