/// Writes a zip archive of entries that are not compressed (APPNOTE 6.3.10), with sizes of 64 bits where they are
/// needed.
package struct ZipWriter {
  private let append: (UnsafeRawBufferPointer) throws -> Void
  private let path: String
  private var position = 0
  private var directory: [UInt8] = []
  private var count = 0

  /// Bytes of an entry, part by part, as often as they are asked for.
  package typealias Contents = (_ append: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

  private static let longest = Int(UInt32.max) - 1
  /// 1 January 1980, the first day that there is.
  private static let date: UInt16 = 0x21

  /// - Parameters:
  ///   - path: The archive's, for errors.
  ///   - append: Receives the archive's bytes from the first to the last.
  package init(path: String, append: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    self.path = path
    self.append = append
  }

  /// Adds an entry. Its checksum stands before its bytes, so these are asked for twice.
  ///
  /// - Throws: ``InputError`` when it has 4 GiB or more; what the contents and the function that appends throw.
  package mutating func add(_ name: String, _ contents: Contents) throws {
    var checksum = Checksum()
    var size = 0
    try contents {
      checksum.add($0)
      size += $0.count
    }
    guard size <= Self.longest else {
      throw InputError(path, "\(name) would have \(size) bytes, more than an archive's entry may.")
    }
    let (sizes, start) = (little(UInt32(size)), position)
    let name = Array(name.utf8)
    // The version that is needed, no flags, no compression, a time.
    let common =
      little(UInt16(20)) + [0, 0, 0, 0, 0, 0] + little(Self.date) + little(checksum.value) + sizes
      + sizes + little(UInt16(name.count))
    try write(little(UInt32(0x0403_4B50)) + common + [0, 0] + name)
    try contents { try append($0) }
    position += size
    let isFar = start > Self.longest
    let far = isFar ? little(UInt16(1)) + little(UInt16(8)) + little(UInt64(start)) : []
    directory += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + common
    // The extra field; no comment, the first disk, no attributes.
    directory += little(UInt16(far.count)) + [UInt8](repeating: 0, count: 10)
    directory += little(isFar ? UInt32.max : UInt32(start)) + name + far
    count += 1
  }

  /// Writes the directory.
  package mutating func end() throws {
    let (start, size) = (position, directory.count)
    try write(directory)
    if start > Self.longest || count >= UInt16.max {
      let record = position
      var end = little(UInt32(0x0606_4B50)) + little(UInt64(44)) + little(UInt16(45))
      end += little(UInt16(45)) + [UInt8](repeating: 0, count: 8)
      for number in [count, count, size, start] { end += little(UInt64(number)) }
      end += little(UInt32(0x0706_4B50)) + [0, 0, 0, 0] + little(UInt64(record))
      try write(end + little(UInt32(1)))
    }
    let entries = little(UInt16(clamping: count))
    try write(
      little(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + entries + entries
        + little(UInt32(clamping: size))
        + little(start > Self.longest ? UInt32.max : UInt32(start)) + [0, 0])
  }

  private mutating func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes(append)
    position += bytes.count
  }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
