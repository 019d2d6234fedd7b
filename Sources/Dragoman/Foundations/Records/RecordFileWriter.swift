import FoundationEssentials
import Glibc

extension RecordFile {
  /// Writes the blocks of a file.
  final class Writer {
    private let file: AtomicFile
    private var starts = [UInt64(RecordFile.magic.utf8.count)]
    private var checksum = Checksum()
    private var buffer = Array(RecordFile.magic.utf8)

    /// Bytes that are written at a time.
    private static let bufferSize = 1 << 20

    /// - Throws: ``InputError`` when the file or its folder cannot be written.
    init(path: String) throws {
      let folder = URL(filePath: path).deletingLastPathComponent().path
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw InputError(folder, "cannot be made: \(error).", remedy: "Choose another folder.")
      }
      file = try AtomicFile(path: path)
    }

    func append(_ block: [UInt8]) throws {
      starts.append(starts[starts.count - 1] + UInt64(block.count))
      buffer += block
      if buffer.count >= Self.bufferSize { try flush() }
    }

    private func flush() throws {
      try buffer.withUnsafeBytes { bytes in
        checksum.add(bytes)
        try file.append(bytes)
      }
      buffer.removeAll(keepingCapacity: true)
    }

    private func append(numbers: [some FixedWidthInteger]) throws {
      for number in numbers {
        withUnsafeBytes(of: number.littleEndian) { buffer += $0 }
        if buffer.count >= Self.bufferSize { try flush() }
      }
    }

    /// The blocks so far, to be read.
    func records() throws -> RecordFile {
      try flush()
      let copy = dup(file.descriptor)
      guard copy >= 0 else { throw InputError.unreadable(file.path) }
      return RecordFile(path: file.path, descriptor: copy, starts: starts)
    }

    /// Writes what stands behind the blocks, and puts the file in its place.
    func finish(count: Int, tables: [[UInt32]], description: String) throws {
      try append(numbers: starts)
      for table in tables { try append(numbers: table) }
      let seconds = time(nil)
      let note = try JSONEncoder().encode(
        Note(
          records: count, end: starts[starts.count - 1], tables: tables.map(\.count),
          description: description, time: seconds))
      buffer += note
      try flush()
      try append(numbers: [UInt32(note.count), checksum.value])
      try buffer.withUnsafeBytes { try file.append($0) }
      try file.commit()
      RecordFile.setTime(of: file.path, to: seconds)
    }
  }
}
