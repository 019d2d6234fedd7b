internal import CZlib

/// A number by which damaged bytes are told from whole ones: the CRC-32 of gzip (RFC 1952, section 8).
package struct Checksum {
  /// The number of the bytes so far.
  package private(set) var value: UInt32 = 0

  package init() {}

  /// Adds bytes at the end.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    value = UInt32(
      truncatingIfNeeded: crc32_z(
        UInt(value), bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count))
  }
}
