import Glibc

/// Files that are either wholly there or not at all.
///
/// A file is written beside its destination, flushed to the disk and renamed over it, so that a
/// crash, a full disk or a kill at any moment leaves the old file or the new one, never a part.
public enum AtomicFile {
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
    let temporary = "\(path).writing-\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw unwritable(path) }
    var isOpen = true
    do {
      try body { bytes in
        var rest = bytes
        while !rest.isEmpty {
          let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
          if written < 0 && errno == EINTR { continue }
          guard written > 0 else { throw unwritable(path) }
          rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
      }
      guard fsync(descriptor) == 0 else { throw unwritable(path) }
      isOpen = false
      guard close(descriptor) == 0 else { throw unwritable(path) }
      guard rename(temporary, path) == 0 else { throw unwritable(path) }
    } catch {
      if isOpen { close(descriptor) }
      unlink(temporary)
      throw error
    }
  }

  /// Replaces the file at `path` with `text` in UTF-8.
  public static func write(_ text: String, to path: String) throws {
    var text = text
    try text.withUTF8 { utf8 in
      try write(to: path) { append in try append(UnsafeRawBufferPointer(utf8)) }
    }
  }

  private static func unwritable(_ path: String) -> InputError {
    InputError(
      path, "cannot be written: \(lastSystemError()).",
      remedy: "Choose another path, or make room and check the permissions of its folder.")
  }
}
