import Dragoman
import Glibc

/// A file of lines that can be gone on with when the work is stopped.
///
/// The lines go to `FILE.partial`, which gets the name `FILE` when all are there, so that a part is
/// never taken for the whole; compressed, if the name ends in `.gz`. A destination that is no regular
/// file, such as `/dev/null` or a named pipe, is written to directly.
final class GrowingFile: LineOutput {
  /// How many lines were there when the file was opened.
  let linesThere: Int
  /// How many lines there are.
  private(set) var lines: Int

  private let path: String
  private let destination: Destination
  /// `nil` when lines go to the destination itself.
  private let partial: String?
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// Opens the file that is to be at `path`.
  ///
  /// - Parameter resumes: Whether lines that are there stay; one that was cut short does not.
  /// - Throws: `InputError` when the file cannot be written, or has lines that were not asked for.
  init(path: String, resumes: Bool) throws {
    self.path = path
    destination = try Self.check(path, resumes: resumes)
    partial = Self.partial(of: destination)
    descriptor =
      partial.map { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
      ?? open(destination.path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError.unwritable(path) }
    if let partial, !Self.lock(descriptor, partial) {
      Glibc.close(descriptor)
      throw Self.busy(partial)
    }
    linesThere = partial == nil ? 0 : try Self.cutToWholeLines(descriptor, path)
    lines = linesThere
  }

  deinit {
    Glibc.close(descriptor)
    if let partial, lines == 0 { unlink(partial) }
  }

  /// Refuses what cannot be written, without writing.
  ///
  /// - Throws: `InputError` as ``init(path:resumes:)`` does.
  @discardableResult
  static func check(_ path: String, resumes: Bool) throws -> Destination {
    let destination = try Destination(path)
    guard let partial = partial(of: destination) else { return destination }
    let folder = destination.path.lastIndex(of: "/").map { destination.path[...$0] } ?? "."
    guard access(String(folder), W_OK) == 0 else { throw InputError.unwritable(path) }
    guard access(partial, F_OK) == 0 else { return destination }
    let descriptor = open(partial, O_RDWR | O_CLOEXEC)
    defer { Glibc.close(descriptor) }
    guard descriptor < 0 || lock(descriptor, partial) else { throw busy(partial) }
    guard resumes else {
      throw InputError(
        partial, "is there from a run that was stopped.",
        remedy: "Add --resume to go on with it, or delete it to begin anew.")
    }
    return destination
  }

  /// Whether a run with this output came to its end, so that there is nothing to go on with.
  static func isComplete(_ path: String) -> Bool {
    guard let destination = try? Destination(path), let partial = partial(of: destination) else {
      return false
    }
    return destination.exists && access(partial, F_OK) != 0
  }

  func write(line: String) throws {
    buffer.append(contentsOf: line.utf8)
    buffer.append(0x0A)
    lines += 1
  }

  func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard buffer.withUnsafeBytes({ writeFully($0, to: descriptor) }) else {
      let error = InputError.unwritable(path)
      // What was written of these lines goes, so that whole ones are left.
      if partial != nil { lines = (try? Self.cutToWholeLines(descriptor, path)) ?? lines }
      throw error
    }
  }

  func close() throws {
    try flush()
    guard let partial else { return }
    guard fsync(descriptor) == 0 else { throw InputError.unwritable(path) }
    if path.hasSuffix(".gz") {
      try Gzip.compress(contentsOf: partial, to: destination.path)
      unlink(partial)
    } else {
      destination.lendPermissions(to: descriptor)
      guard rename(partial, destination.path) == 0 else { throw InputError.unwritable(path) }
    }
  }

  var remainder: String? {
    guard let partial, lines > 0, access(partial, F_OK) == 0 else { return nil }
    return "\(Figures.count(lines)) lines are in \(partial); the same command with --resume goes on"
  }

  private static func partial(of destination: Destination) -> String? {
    destination.isReplaceable ? "\(destination.path).partial" : nil
  }

  /// Counts the lines of a file, drops what comes after the last line feed, and goes there.
  private static func cutToWholeLines(_ descriptor: Int32, _ path: String) throws -> Int {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var (position, end, count) = (0, 0, 0)
    while true {
      let length = pread(descriptor, &chunk, chunk.count, position)
      guard length >= 0 else { throw InputError.unwritable(path) }
      if length == 0 { break }
      for (index, byte) in chunk[..<length].enumerated() where byte == 0x0A {
        count += 1
        end = position + index + 1
      }
      position += length
    }
    guard ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) == end else {
      throw InputError.unwritable(path)
    }
    return count
  }

  /// Takes a file for this run alone, until it is closed; false if another run has it, or had until now.
  private static func lock(_ descriptor: Int32, _ path: String) -> Bool {
    guard lockForThisProcess(descriptor) else { return false }
    var (opened, named) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && (opened.st_dev, opened.st_ino) == (named.st_dev, named.st_ino)
  }

  private static func busy(_ partial: String) -> InputError {
    InputError(
      partial, "is being written by another run.",
      remedy: "Wait until that has come to its end, or choose another path.")
  }
}
