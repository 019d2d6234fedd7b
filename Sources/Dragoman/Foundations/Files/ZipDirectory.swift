/// The directory at the end of a zip archive (APPNOTE 6.3.10, sections 4.3.12 to 4.3.16).
struct ZipDirectory {
  /// What the directory says of one entry. None of it has been checked.
  struct Record {
    var name: String
    var flags: UInt16
    var method: UInt16
    var checksum: UInt32
    var compressedSize: Int
    var size: Int
    /// Where the entry's own header begins.
    var offset: Int
    /// The record itself.
    var bytes: UnsafeRawBufferPointer
    /// Whether a size or the offset stands in an extra field.
    var usesLongSizes: Bool
  }

  /// How many records there are.
  let count: Int
  /// Where it begins in the archive.
  let start: Int
  /// What stands behind it.
  let comment: UnsafeRawBufferPointer
  private var cursor: ByteCursor

  /// Finds the directory of an archive.
  ///
  /// - Throws: ``InputError`` when there is none.
  init(_ bytes: UnsafeRawBufferPointer, place: String) throws {
    let damaged = InputError(
      place, "truncated or damaged: the directory at the end of a zip archive is missing.",
      remedy: ByteCursor.remedy)
    // The last record, 22 bytes, ends with a comment of at most 65,535.
    let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    guard bytes.count >= 22,
      let end = stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 65_535), by: -1)
        .first(where: {
          bytes[$0..<$0 + 4].elementsEqual(signature)
            && bytes.loadUnaligned(fromByteOffset: $0 + 20, as: UInt16.self) == bytes.count - 22
              - $0
        })
    else { throw damaged }
    var last = ByteCursor(UnsafeRawBufferPointer(rebasing: bytes[end...]), place: place)
    _ = try last.take(10)
    var count = UInt64(try last.integer(UInt16.self))
    var size = UInt64(try last.integer(UInt32.self))
    var offset = UInt64(try last.integer(UInt32.self))
    if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
      // Before it 20 bytes say where the record with sizes of 64 bits stands.
      guard end >= 20 else { throw damaged }
      var locator = ByteCursor(
        UnsafeRawBufferPointer(rebasing: bytes[(end - 20)..<end]), place: place)
      guard try locator.integer(UInt32.self) == 0x0706_4B50 else { throw damaged }
      _ = try locator.take(4)
      var record = ByteCursor(bytes, place: place)
      _ = try record.take(locator.integer(UInt64.self))
      guard try record.integer(UInt32.self) == 0x0606_4B50 else { throw damaged }
      _ = try record.take(28)
      count = try record.integer(UInt64.self)
      size = try record.integer(UInt64.self)
      offset = try record.integer(UInt64.self)
    }
    var beginning = ByteCursor(bytes, place: place)
    _ = try beginning.take(offset)
    start = beginning.position
    cursor = ByteCursor(try beginning.take(size), place: place)
    comment = UnsafeRawBufferPointer(rebasing: bytes[(end + 22)...])
    // A record has 46 bytes before its name.
    guard count <= UInt64(cursor.remaining / 46) else { throw damaged }
    self.count = Int(count)
  }

  /// The next record.
  mutating func next() throws -> Record {
    let start = cursor.position
    guard try cursor.integer(UInt32.self) == 0x0201_4B50 else {
      throw InputError(
        cursor.place, "damaged: its zip directory holds something else.", remedy: ByteCursor.remedy)
    }
    _ = try cursor.take(4)
    let (flags, method) = (try cursor.integer(UInt16.self), try cursor.integer(UInt16.self))
    _ = try cursor.take(4)
    let checksum = try cursor.integer(UInt32.self)
    var compressedSize = UInt64(try cursor.integer(UInt32.self))
    var size = UInt64(try cursor.integer(UInt32.self))
    let nameLength = try cursor.integer(UInt16.self)
    let extraLength = try cursor.integer(UInt16.self)
    let commentLength = try cursor.integer(UInt16.self)
    _ = try cursor.take(8)
    var offset = UInt64(try cursor.integer(UInt32.self))
    let name = try cursor.text(nameLength)
    var extra = ByteCursor(try cursor.take(extraLength), place: cursor.place)
    _ = try cursor.take(commentLength)
    let bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[start..<cursor.position])
    let usesLongSizes = [size, compressedSize, offset].contains(0xFFFF_FFFF)
    // What does not fit 32 bits stands in an extra field, in this order.
    while extra.remaining >= 4 {
      let kind = try extra.integer(UInt16.self)
      var field = ByteCursor(try extra.take(extra.integer(UInt16.self)), place: cursor.place)
      guard kind == 1 else { continue }
      if size == 0xFFFF_FFFF { size = try field.integer(UInt64.self) }
      if compressedSize == 0xFFFF_FFFF { compressedSize = try field.integer(UInt64.self) }
      if offset == 0xFFFF_FFFF { offset = try field.integer(UInt64.self) }
    }
    return Record(
      name: name, flags: flags, method: method, checksum: checksum,
      compressedSize: Int(clamping: compressedSize), size: Int(clamping: size),
      offset: Int(clamping: offset), bytes: bytes, usesLongSizes: usesLongSizes)
  }
}
