import CZlib

/// A compressor of zlib with its default effort.
enum DeflateStream {
  /// Gives `body` a compressor, which is gone afterwards.
  ///
  /// - Parameter windowBits: zlib's: the logarithm of the window, 16 more for the format of gzip, and negative for
  ///   bytes without a header.
  /// - Returns: What `body` does; `nil` when memory runs out.
  static func with<Result>(
    windowBits: Int32, _ body: (UnsafeMutablePointer<z_stream>) throws -> Result
  ) rethrows -> Result? {
    // zlib keeps the address of its state, so the state must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    // 8 is zlib's usual memory.
    let status = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { return nil }
    defer { deflateEnd(stream) }
    return try body(stream)
  }
}
