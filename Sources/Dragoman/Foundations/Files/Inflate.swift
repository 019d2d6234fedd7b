import CZlib

/// Decompresses a whole piece of the deflate format (RFC 1951), as in the entries of zip archives.
enum Inflate {
  /// Fills `output` with what `input` decompresses to; `false` when that is damaged, shorter or longer.
  static func decompress(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    // zlib keeps the address of its state, so the state must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    // The largest window, and negative for bytes without a header.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else { return false }
    defer { inflateEnd(stream) }
    var (read, written) = (0, 0)
    while true {
      // One byte more than expected, so that what is longer is seen to be.
      var surplus: UInt8 = 0
      let rest = UnsafeRawBufferPointer(rebasing: input[read...])
      let room = UnsafeMutableRawBufferPointer(rebasing: output[written...])
      let (offered, free) = (UInt32(clamping: rest.count), UInt32(clamping: room.count))
      let status = withUnsafeMutablePointer(to: &surplus) { surplus in
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: rest.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = offered
        stream.pointee.next_out =
          free == 0 ? surplus : room.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = max(free, 1)
        return inflate(stream, Z_NO_FLUSH)
      }
      let produced = Int(max(free, 1) - stream.pointee.avail_out)
      let consumed = Int(offered - stream.pointee.avail_in)
      guard free > 0 || produced == 0 else { return false }
      (read, written) = (read + consumed, written + produced)
      if status == Z_STREAM_END { return written == output.count }
      guard status == Z_OK, consumed + produced > 0 else { return false }
    }
  }
}
