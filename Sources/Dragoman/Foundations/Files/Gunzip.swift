import CZlib

/// Decompresses the gzip format (RFC 1952): one member or several, one after the other.
final class Gunzip {
  /// Why compressed bytes could not be read, in a few words.
  struct Damage: Error {
    var reason: String
  }

  /// How a file in this format begins. No UTF-8 text does.
  static let magic: [UInt8] = [0x1F, 0x8B]

  /// zlib keeps the address of its state, so the state must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the last byte that was given ended a member.
  private(set) var isAtEndOfMember = false

  init() throws(Damage) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 more than the largest window asks for the format of gzip.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, size) == Z_OK else {
      throw Damage(reason: "out of memory")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Decompresses from `input` into `output`.
  ///
  /// - Returns: How many bytes were read and how many were written. When neither buffer is empty at
  ///   least one of the two numbers is above 0.
  func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(Damage) -> (read: Int, written: Int) {
    if isAtEndOfMember { inflateReset(stream) }
    let bytes = input.bindMemory(to: UInt8.self)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
    stream.pointee.avail_in = UInt32(clamping: input.count)
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(clamping: output.count)
    let (available, room) = (stream.pointee.avail_in, stream.pointee.avail_out)
    let status = inflate(stream, Z_NO_FLUSH)
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw Damage(reason: stream.pointee.msg.map { String(cString: $0) } ?? "out of memory")
    }
    isAtEndOfMember = status == Z_STREAM_END
    return (Int(available - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
  }
}
