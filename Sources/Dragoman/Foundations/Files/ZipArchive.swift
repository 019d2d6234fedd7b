/// A zip archive (PKWARE's APPNOTE 6.3.10, with the sizes of zip64) that is read where it lies.
///
/// Only its directory is believed, and that only as far as it fits the file: entries lie inside the file
/// and not in each other. All that an archive decompresses to is bounded by its own size.
package final class ZipArchive {
  /// One file of the archive.
  package struct Entry {
    /// Bytes of the entry when decompressed.
    package let size: Int
    let isCompressed: Bool
    /// Where the bytes of the entry lie in the file, its header not included.
    let place: Range<Int>
    fileprivate let checksum: UInt32
  }

  /// How an archive with at least one entry begins.
  package static let magic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  package let path: String
  /// The entries by their names.
  package private(set) var entries: [String: Entry] = [:]
  let file: MappedFile
  private let growth: Int
  /// The entry that was decompressed last.
  private var last: (name: String, bytes: FileBytes)?

  /// Reads the directory of an archive.
  ///
  /// - Parameters:
  ///   - file: The archive.
  ///   - path: Its path, for errors.
  ///   - growth: How many times its size all entries together may decompress to.
  /// - Throws: ``InputError`` when it is damaged, encrypted, or compressed in a rare way.
  package init(_ file: MappedFile, path: String, growth: Int = 20) throws {
    self.file = file
    self.path = path
    self.growth = growth
    var directory = try ZipDirectory(file.bytes, place: path)
    for _ in 0..<directory.count {
      let record = try directory.next()
      let entry = try entry(record)
      guard entries.updateValue(entry, forKey: record.name) == nil else {
        throw damaged("it has two entries called \(record.name)")
      }
    }
    try checkSizes()
  }

  /// Finds an entry's bytes.
  private func entry(_ record: ZipDirectory.Record) throws -> Entry {
    guard record.flags & 1 == 0 else {
      throw InputError(path, "its entry \(record.name) is encrypted.")
    }
    guard record.method == 0 || record.method == 8 else {
      throw InputError(
        path, "its entry \(record.name) is compressed by method \(record.method), expected deflate."
      )
    }
    guard record.method == 8 || record.size == record.compressedSize else {
      throw damaged("the sizes of its entry \(record.name) do not fit each other")
    }
    // The local header repeats the directory, but its lengths of name and extra field are its own.
    var header = ByteCursor(file.bytes, place: path)
    _ = try header.take(record.offset)
    guard try header.integer(UInt32.self) == 0x0403_4B50 else {
      throw damaged("its entry \(record.name) is not where its directory says")
    }
    _ = try header.take(22)
    let nameLength = Int(try header.integer(UInt16.self))
    let extraLength = Int(try header.integer(UInt16.self))
    _ = try header.take(nameLength + extraLength)
    let start = header.position
    _ = try header.take(record.compressedSize)
    return Entry(
      size: record.size, isCompressed: record.method == 8, place: start..<header.position,
      checksum: record.checksum)
  }

  /// Refuses entries that share bytes, and archives that grow beyond measure: numbers compress to three
  /// quarters, and those of a model that was never trained, mostly zeros and ones, are few.
  private func checkSizes() throws {
    var end = 0
    for place in entries.values.map(\.place).sorted(by: { $0.lowerBound < $1.lowerBound })
    where !place.isEmpty {
      guard place.lowerBound >= end else { throw damaged("two of its entries overlap") }
      end = place.upperBound
    }
    var total = 0
    for entry in entries.values where entry.isCompressed {
      let (sum, overflows) = total.addingReportingOverflow(entry.size)
      guard !overflows, sum <= 16 << 20 + growth * file.bytes.count else {
        throw InputError(
          path,
          "its entries decompress to more than \(growth) times its \(file.bytes.count) bytes.",
          remedy: "Save the file again without compression, if you trust it.")
      }
      total = sum
    }
  }

  /// The bytes of an entry, in the file if it is not compressed; else decompressed, and kept until another
  /// is asked for.
  ///
  /// - Throws: ``InputError`` when it is missing, or damaged as compressed bytes.
  package func bytes(of name: String) throws -> FileBytes {
    guard let entry = entries[name] else { throw damaged("it has no entry \(name)") }
    if let last, last.name == name { return last.bytes }
    let stored = FileBytes(file, entry.place)
    guard entry.isCompressed else { return stored }
    last = nil
    let bytes = try FileBytes(count: entry.size) { output in
      guard stored.withBytes({ Inflate.decompress($0, into: output) }) else {
        throw damaged("its entry \(name) does not decompress to \(entry.size) bytes")
      }
      var checksum = Checksum()
      checksum.add(UnsafeRawBufferPointer(output))
      guard checksum.value == entry.checksum else {
        throw damaged("its entry \(name) does not have its checksum")
      }
    }
    last = (name, bytes)
    return bytes
  }

  private func damaged(_ reason: String) -> InputError {
    InputError(path, "damaged as a zip archive: \(reason).", remedy: ByteCursor.remedy)
  }
}
