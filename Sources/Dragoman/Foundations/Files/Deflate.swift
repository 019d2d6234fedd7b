import CZlib

/// Compresses a whole piece to the deflate format (RFC 1951), as in the entries of zip archives.
enum Deflate {
  /// - Returns: `nil` when memory runs out.
  static func compress(_ input: [UInt8]) -> [UInt8]? {
    DeflateStream.with(windowBits: -MAX_WBITS) { compress(input, $0) } ?? nil
  }

  private static func compress(
    _ input: [UInt8], _ stream: UnsafeMutablePointer<z_stream>
  ) -> [UInt8]? {
    input.withUnsafeBufferPointer { input in
      var output: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      var rest = input.count
      var status = Z_OK
      while status == Z_OK {
        // zlib counts in 32 bits.
        let offered = UInt32(clamping: rest)
        stream.pointee.avail_in = offered
        chunk.withUnsafeMutableBufferPointer { chunk in
          stream.pointee.next_out = chunk.baseAddress
          stream.pointee.avail_out = UInt32(chunk.count)
          status = deflate(stream, Int(offered) == rest ? Z_FINISH : Z_NO_FLUSH)
        }
        rest -= Int(offered - stream.pointee.avail_in)
        output += chunk[..<(chunk.count - Int(stream.pointee.avail_out))]
      }
      return status == Z_STREAM_END ? output : nil
    }
  }
}
