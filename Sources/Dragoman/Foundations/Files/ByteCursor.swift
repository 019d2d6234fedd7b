/// Reads the fields of a binary file in turn, and none beyond its end. Numbers are little-endian.
package struct ByteCursor {
  /// The file's path, for errors.
  package let place: String
  /// All bytes; whoever has them keeps them where they are.
  package let bytes: UnsafeRawBufferPointer
  /// How many bytes were read.
  package private(set) var position = 0

  package init(_ bytes: UnsafeRawBufferPointer, place: String) {
    self.bytes = bytes
    self.place = place
  }

  /// How many bytes are left.
  package var remaining: Int { bytes.count - position }

  /// The next bytes.
  ///
  /// - Throws: ``InputError`` when so many are not left, or the number is below 0.
  package mutating func take(_ count: some BinaryInteger) throws -> UnsafeRawBufferPointer {
    guard let count = Int(exactly: count), count >= 0, count <= remaining else { throw truncated }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  /// The next number.
  ///
  /// - Throws: ``InputError`` when the file ends before it.
  package mutating func integer<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws -> Number {
    Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: type))
  }

  /// The next number as a length or a count, which must not be above what is left of the file: each
  /// thing that is counted has at least so many bytes.
  ///
  /// - Throws: ``InputError`` when the file ends before it, or it is a lie.
  package mutating func count<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, ofBytes size: Int = 1
  ) throws -> Int {
    let number = try integer(type)
    guard let count = Int(exactly: number), count >= 0, count <= remaining / size else {
      throw truncated
    }
    return count
  }

  /// The next bytes as text.
  ///
  /// - Throws: ``InputError`` when the file ends before, or they are not UTF-8.
  package mutating func text(_ count: some BinaryInteger) throws -> String {
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw InputError(
        place, "damaged: a name before byte \(position) is not UTF-8.", remedy: Self.remedy)
    }
    return text
  }

  private var truncated: InputError {
    InputError(
      place, "truncated or damaged: it has only \(bytes.count) bytes, fewer than its parts name.",
      remedy: Self.remedy)
  }

  /// What to do about a file that is damaged.
  package static let remedy = "Copy or save the file again."
}
