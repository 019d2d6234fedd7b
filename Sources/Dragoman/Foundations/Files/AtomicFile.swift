import Glibc

/// A file that is either wholly there or not at all.
///
/// The bytes go to a file beside the destination, which is flushed to the disk and renamed over it
/// by ``commit()``, so that a crash, a full disk or a kill at any moment leaves the old file or the
/// new one, never a part. A destination that is no regular file, such as `/dev/null` or a named
/// pipe, is written to directly.
public final class AtomicFile {
  /// The destination as the user gave it.
  public let path: String

  /// Of the file that takes the bytes; what was appended can be read back by it.
  package let descriptor: Int32
  /// The file that takes the bytes until the commit; `nil` when that is the destination itself.
  private let temporary: String?
  private let destination: Destination
  private var isCommitted = false
  /// Between the name of the destination and the process in the name of the temporary file.
  private static let mark = ".writing-"

  /// Whether a file's name is that of one whose process was killed before the commit.
  package static func isUnfinished(_ name: String) -> Bool { name.contains(mark) }

  /// Opens a file that will replace the one at `path`.
  ///
  /// - Throws: ``InputError`` when the destination is a folder or cannot be written, before anything
  ///   has been computed for it.
  public init(path: String) throws {
    self.path = path
    destination = try Destination(path)
    temporary = destination.isReplaceable ? "\(destination.path)\(Self.mark)\(getpid())" : nil
    // A pipe that is opened to be read, too, would not wait for its reader.
    let use = temporary == nil ? O_WRONLY : O_RDWR
    descriptor = open(
      temporary ?? destination.path, use | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw InputError.unwritable(path) }
    if temporary != nil { destination.lendPermissions(to: descriptor) }
  }

  deinit {
    close(descriptor)
    if let temporary, !isCommitted { unlink(temporary) }
  }

  /// Adds bytes at the end.
  ///
  /// - Throws: ``InputError`` when there is no room for them.
  public func append(_ bytes: UnsafeRawBufferPointer) throws {
    guard writeFully(bytes, to: descriptor) else { throw InputError.unwritable(path) }
  }

  /// Makes what was appended the content of the destination.
  ///
  /// - Throws: ``InputError`` when it does not reach the disk; the destination is then untouched.
  public func commit() throws {
    if let temporary {
      guard fsync(descriptor) == 0, rename(temporary, destination.path) == 0 else {
        throw InputError.unwritable(path)
      }
    }
    isCommitted = true
  }

  /// Replaces the file at `path` with what `body` writes.
  ///
  /// - Parameters:
  ///   - path: The destination. Its folder must exist.
  ///   - body: Receives a function that appends bytes; it may be called any number of times.
  /// - Throws: ``InputError`` naming `path` when it cannot be written, or what `body` throws; the
  ///   destination is untouched in either case.
  public static func write(
    to path: String,
    _ body: (_ append: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    let file = try AtomicFile(path: path)
    try body(file.append)
    try file.commit()
  }

  /// Replaces the file at `path` with `text` in UTF-8.
  public static func write(_ text: String, to path: String) throws {
    var text = text
    try text.withUTF8 { utf8 in
      try write(to: path) { append in try append(UnsafeRawBufferPointer(utf8)) }
    }
  }
}

/// Writes all of `bytes`, however many calls that takes; `false`, with `errno` set, when it fails.
package func writeFully(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
  var rest = bytes
  while !rest.isEmpty {
    let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
    if written < 0 && errno == EINTR { continue }
    guard written > 0 else { return false }
    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
  }
  return true
}
