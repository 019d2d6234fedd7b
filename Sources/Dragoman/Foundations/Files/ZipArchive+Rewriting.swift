/// Archives that are written anew with other bytes in some of their entries.
extension ZipArchive {
  /// Writes the archive with new bytes for some entries. All others, the order, the times and the comment
  /// are copied as they lie in the file. An entry that was compressed is compressed again.
  ///
  /// - Parameters:
  ///   - replacements: The new bytes of entries, by their names.
  ///   - append: Receives the archive's bytes from the first to the last.
  /// - Throws: ``InputError`` when the archive is of a form that is only read; what `append` throws.
  package func write(
    replacing replacements: [String: [UInt8]],
    to append: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let bytes = file.bytes
    var directory = try ZipDirectory(bytes, place: path)
    let records = try (0..<directory.count).map { _ in try directory.next() }
    var offsets: [Int] = Array(repeating: 0, count: records.count)
    var headers: [Int: [UInt8]] = [:]
    let order = records.indices.sorted { records[$0].offset < records[$1].offset }
    var position = order.first.map { records[$0].offset } ?? 0
    try append(UnsafeRawBufferPointer(rebasing: bytes[..<position]))
    for (number, index) in order.enumerated() {
      let record = records[index]
      let next = number + 1 < order.count ? records[order[number + 1]].offset : directory.start
      guard let entry = entries[record.name], entry.place.upperBound <= next else {
        throw InputError(
          path, "its directory does not come after its entries, so it cannot be written anew.",
          remedy: "Save the file again with the program that it is from.")
      }
      offsets[index] = position
      guard let replacement = replacements[record.name] else {
        try append(UnsafeRawBufferPointer(rebasing: bytes[record.offset..<next]))
        position += next - record.offset
        continue
      }
      let content = entry.isCompressed ? Deflate.compress(replacement) : replacement
      guard let content, content.count < UInt32.max, replacement.count < UInt32.max else {
        throw InputError(path, "the new bytes of its entry \(record.name) do not fit.")
      }
      let sizes = Self.sizes(of: content, replacement)
      headers[index] = sizes
      // The name stays; what else the header had was about the old bytes.
      let name = Array(record.name.utf8)
      var header = Array(bytes[record.offset..<record.offset + 14]) + sizes
      header[6] &= ~Self.descriptorFlag
      header += Self.little(UInt16(truncatingIfNeeded: name.count)) + [0, 0] + name + content
      try header.withUnsafeBytes(append)
      position += header.count
    }
    try writeDirectory(
      zip(records.indices, records).map { ($1, offsets[$0], headers[$0]) }, at: position,
      comment: directory.comment, to: append)
  }

  private static let descriptorFlag: UInt8 = 1 << 3

  /// The fields of a header from the checksum to the size.
  private static func sizes(of content: [UInt8], _ original: [UInt8]) -> [UInt8] {
    var checksum = Checksum()
    original.withUnsafeBytes { checksum.add($0) }
    return little(checksum.value) + little(UInt32(truncatingIfNeeded: content.count))
      + little(UInt32(truncatingIfNeeded: original.count))
  }

  private func writeDirectory(
    _ records: [(record: ZipDirectory.Record, offset: Int, sizes: [UInt8]?)], at start: Int,
    comment: UnsafeRawBufferPointer, to append: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var directory: [UInt8] = []
    for (record, offset, sizes) in records {
      var bytes = Array(record.bytes)
      guard let place = UInt32(exactly: offset), place < UInt32.max, !record.usesLongSizes else {
        throw InputError(
          path, "it has sizes of 64 bits, which are not written.",
          remedy: "Save the file again without zip64.")
      }
      if let sizes {
        bytes[8] &= ~Self.descriptorFlag
        bytes.replaceSubrange(16..<28, with: sizes)
      }
      bytes.replaceSubrange(42..<46, with: Self.little(place))
      directory += bytes
    }
    guard let place = UInt32(exactly: start), let count = UInt16(exactly: records.count) else {
      throw InputError(path, "it is too large to be written.")
    }
    let end = Self.little(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + Self.little(count)
    let sizes = Self.little(UInt32(truncatingIfNeeded: directory.count)) + Self.little(place)
    directory += end + Self.little(count) + sizes
    directory += Self.little(UInt16(truncatingIfNeeded: comment.count)) + Array(comment)
    try directory.withUnsafeBytes(append)
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
