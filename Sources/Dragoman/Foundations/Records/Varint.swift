extension [UInt8] {
  /// Adds a number in as few bytes as it needs, seven bits in each, the lowest first (LEB128).
  package mutating func append(varint number: some FixedWidthInteger) {
    var rest = UInt64(truncatingIfNeeded: number)
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}

/// Reads a record's numbers and bytes in turn, and none beyond its end.
package struct RecordCursor {
  private var rest: ArraySlice<UInt8>

  package init(_ record: ArraySlice<UInt8>) { rest = record }

  /// Whether all was read.
  package var isAtEnd: Bool { rest.isEmpty }

  /// The next number, as `[UInt8].append(varint:)` wrote it; `nil` where none ends before the record does.
  package mutating func varint() -> Int? {
    var (number, shift) = (UInt64(0), UInt64(0))
    while let byte = rest.popFirst(), shift < 64 {
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(exactly: number) }
      shift += 7
    }
    return nil
  }

  /// The next bytes; `nil` where so many are not left.
  package mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// All bytes that are left.
  package mutating func takeAll() -> ArraySlice<UInt8> {
    defer { rest = [] }
    return rest
  }
}
