/// Reads messages in Protocol Buffers' wire format, field by field and within the bytes given.
struct ProtobufReader {
  /// What a field holds.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case bytes(Slice<UnsafeBufferPointer<UInt8>>)
    case fixed32(UInt32)
  }

  private let bytes: Slice<UnsafeBufferPointer<UInt8>>
  private var position: Int
  private let place: String

  init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, place: String) {
    self.bytes = bytes
    self.place = place
    position = bytes.startIndex
  }

  /// The number of the next field and what it holds; `nil` at the end of the message.
  ///
  /// - Throws: ``InputError`` when the field reaches over the end or is of an unknown type.
  mutating func next() throws -> (field: Int, value: Value)? {
    guard position < bytes.endIndex else { return nil }
    let start = position
    let tag = try varint()
    guard let field = Int(exactly: tag >> 3), field > 0 else { throw damaged(at: start) }
    switch tag & 7 {
    case 0: return (field, .varint(try varint()))
    case 1: return (field, .fixed64(try fixed(8)))
    case 2:
      guard let length = Int(exactly: try varint()), length <= bytes.endIndex - position else {
        throw damaged(at: start)
      }
      defer { position += length }
      return (field, .bytes(bytes[position..<position + length]))
    case 5: return (field, .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
    default: throw damaged(at: start)
    }
  }

  private mutating func varint() throws -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.endIndex else { throw damaged(at: start) }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw damaged(at: start)
  }

  private mutating func fixed(_ length: Int) throws -> UInt64 {
    guard length <= bytes.endIndex - position else { throw damaged(at: position) }
    defer { position += length }
    return bytes[position..<position + length].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func damaged(at offset: Int) -> InputError {
    InputError(
      place, "is not a SentencePiece model, or damaged at byte \(offset).",
      remedy: "Copy or create the file again.")
  }
}

extension ProtobufReader.Value {
  /// A number or truth value of up to 32 bits.
  var integer: Int? {
    if case .varint(let value) = self { return Int(Int32(truncatingIfNeeded: value)) }
    return nil
  }

  var bool: Bool? { integer.map { $0 != 0 } }

  var float: Float? {
    if case .fixed32(let bits) = self { return Float(bitPattern: bits) }
    return nil
  }

  var bytes: Slice<UnsafeBufferPointer<UInt8>>? {
    if case .bytes(let bytes) = self { return bytes }
    return nil
  }

  var string: String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }
}
