import CZlib

/// Compresses a file to the gzip format (RFC 1952), with zlib's default effort.
public enum Gzip {
  /// Writes what is in the file at `path`, compressed, to another file, which appears whole or not at
  /// all.
  ///
  /// - Throws: ``InputError`` when one cannot be read or the other not be written.
  public static func compress(contentsOf path: String, to destination: String) throws {
    let reader = try ByteReader(path: path)
    let done: Void? = try DeflateStream.with(windowBits: MAX_WBITS + 16) { stream in
      try compress(reader, stream, to: destination)
    }
    guard done != nil else {
      throw InputError(destination, "cannot be compressed: out of memory.")
    }
  }

  private static func compress(
    _ reader: ByteReader, _ stream: UnsafeMutablePointer<z_stream>, to destination: String
  ) throws {
    try AtomicFile.write(to: destination) { append in
      var input = [UInt8](repeating: 0, count: 1 << 16)
      var output = input
      var count = 0
      repeat {
        count = try input.withUnsafeMutableBytes { try reader.read(into: $0) }
        try input.withUnsafeMutableBufferPointer { input in
          stream.pointee.next_in = input.baseAddress
          stream.pointee.avail_in = UInt32(count)
          try output.withUnsafeMutableBufferPointer { output in
            repeat {
              stream.pointee.next_out = output.baseAddress
              stream.pointee.avail_out = UInt32(output.count)
              deflate(stream, count == 0 ? Z_FINISH : Z_NO_FLUSH)
              let written = output.count - Int(stream.pointee.avail_out)
              try append(
                UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<written]))
            } while stream.pointee.avail_out == 0
          }
        }
      } while count > 0
    }
  }
}
