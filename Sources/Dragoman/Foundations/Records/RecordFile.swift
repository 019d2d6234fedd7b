import FoundationEssentials
import Glibc

/// A file of records.
///
/// Behind a line that names the format stand the blocks, where each begins (64 bits), the tables (32 bits), and
/// a note in JSON of how much of each there is. The note's length and a checksum of all before it are the last 8
/// bytes. Numbers are little-endian.
package final class RecordFile: Sendable {
  static let magic = "dragoman records 1\n"
  private static let endSize = 8

  /// How much there is of what.
  struct Note: Codable {
    var records: Int
    /// Where the blocks end.
    var end: UInt64
    /// How many numbers each table has.
    var tables: [Int]
    var description: String
    /// When the file was last written, in seconds of the system's clock: a file of another time was written by
    /// others.
    var time: Int
  }

  let path: String
  /// [blocks + 1] Where each block begins, and where the last ends.
  let starts: [UInt64]
  private let descriptor: Int32

  init(path: String, descriptor: Int32, starts: [UInt64]) {
    self.path = path
    self.descriptor = descriptor
    self.starts = starts
  }

  deinit { close(descriptor) }

  func bytes(ofBlock block: Int) throws -> [UInt8] {
    try Self.read(Int(starts[block]), upTo: Int(starts[block + 1]), of: descriptor, path)
  }

  private static func read(
    _ start: Int, upTo end: Int, of descriptor: Int32, _ path: String
  ) throws -> [UInt8] {
    guard start >= 0, start <= end else { throw damaged(path) }
    return try [UInt8](unsafeUninitializedCapacity: end - start) { buffer, count in
      while count < end - start {
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
        let read = pread(descriptor, rest.baseAddress, rest.count, off_t(start + count))
        if read < 0 && errno == EINTR { continue }
        guard read >= 0 else { throw InputError.unreadable(path) }
        guard read > 0 else { throw damaged(path) }
        count += read
      }
    }
  }

  static func damaged(_ path: String) -> InputError {
    InputError(path, "is damaged.", remedy: "Delete it; it will be made again.")
  }

  /// The records of a file; `nil` if there is none.
  ///
  /// - Throws: ``InputError`` when it cannot be read, is no such file, or is damaged.
  package static func open(_ path: String) throws -> RecordStore? {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw InputError.unreadable(path)
    }
    do {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw InputError.unreadable(path) }
      guard status.st_mode & S_IFMT == S_IFREG else { throw damaged(path) }
      return try store(path, descriptor, size: Int(status.st_size), time: status.st_mtim.tv_sec)
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func store(
    _ path: String, _ descriptor: Int32, size: Int, time: Int
  ) throws -> RecordStore {
    func read(_ start: Int, _ end: Int) throws -> [UInt8] {
      guard end <= size else { throw damaged(path) }
      return try Self.read(start, upTo: end, of: descriptor, path)
    }
    func numbers<Number: FixedWidthInteger & BitwiseCopyable>(
      _ type: Number.Type, _ count: Int, at start: Int
    ) throws -> [Number] {
      guard count >= 0, count <= size / MemoryLayout<Number>.size else { throw damaged(path) }
      let bytes = try read(start, start + count * MemoryLayout<Number>.size)
      return bytes.withUnsafeBytes { bytes in
        (0..<count).map {
          Number(
            littleEndian: bytes.loadUnaligned(
              fromByteOffset: $0 * MemoryLayout<Number>.size, as: type))
        }
      }
    }
    guard size > magic.utf8.count + endSize, try read(0, magic.utf8.count) == Array(magic.utf8)
    else { throw damaged(path) }
    let end = try numbers(UInt32.self, 2, at: size - endSize)
    let noteStart = size - endSize - Int(end[0])
    guard noteStart > 0,
      let note = try? JSONDecoder().decode(
        Note.self, from: Data(read(noteStart, size - endSize))),
      note.records >= 0, let blocksEnd = Int(exactly: note.end),
      note.tables.allSatisfy({ (0...size).contains($0) })
    else { throw damaged(path) }
    let recordsOfBlock = RecordStore.recordsOfBlock
    let blocks = note.records / recordsOfBlock + (note.records % recordsOfBlock > 0 ? 1 : 0)
    let (startBytes, tableBytes) = (8 * (blocks + 1), note.tables.map { 4 * $0 })
    guard blocksEnd <= size, blocks < size,
      blocksEnd + startBytes + tableBytes.reduce(0, +) == noteStart
    else { throw damaged(path) }
    if note.time != time { try check(descriptor, path, size: size, sum: end[1], time: note.time) }

    let starts = try numbers(UInt64.self, blocks + 1, at: blocksEnd)
    guard starts.last == note.end, zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw damaged(path)
    }
    var place = blocksEnd + startBytes
    let tables = try zip(note.tables, tableBytes).map { count, bytes in
      defer { place += bytes }
      return try numbers(UInt32.self, count, at: place)
    }
    return RecordStore(
      .file(RecordFile(path: path, descriptor: descriptor, starts: starts)), count: note.records,
      tables: tables, description: note.description)
  }

  /// Reads the whole of a file that has another time than when it was made, as a copy has or one that was changed.
  private static func check(
    _ descriptor: Int32, _ path: String, size: Int, sum: UInt32, time: Int
  ) throws {
    var checksum = Checksum()
    var place = 0
    while place < size - endSize {
      let end = min(place + 1 << 20, size - endSize)
      try read(place, upTo: end, of: descriptor, path).withUnsafeBytes { checksum.add($0) }
      place = end
    }
    guard checksum.value == sum else { throw damaged(path) }
    setTime(of: path, to: time)
  }

  static func setTime(of path: String, to seconds: Int) {
    let time = timespec(tv_sec: seconds, tv_nsec: 0)
    // A file whose time cannot be set is read as a whole whenever it is opened.
    utimensat(AT_FDCWD, path, [time, time], 0)
  }
}
