/// Bytes that stay where they are as long as this value is kept: a part of a mapped file, or memory of
/// their own.
package struct FileBytes {
  /// Valid as long as the value is kept.
  package let bytes: UnsafeRawBufferPointer
  private let owner: AnyObject

  /// A part of a file.
  package init(_ file: MappedFile, _ range: Range<Int>) {
    bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
    owner = file
  }

  /// Memory that `fill` writes all of.
  package init(
    count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) throws -> Void
  ) rethrows {
    let memory = Memory(count: count)
    try fill(memory.bytes)
    bytes = UnsafeRawBufferPointer(memory.bytes)
    owner = memory
  }

  private init(_ bytes: UnsafeRawBufferPointer, of owner: AnyObject) {
    self.bytes = bytes
    self.owner = owner
  }

  package var count: Int { bytes.count }

  /// A part of the bytes.
  package subscript(range: Range<Int>) -> FileBytes {
    FileBytes(UnsafeRawBufferPointer(rebasing: bytes[range]), of: owner)
  }

  /// Gives the bytes to `body`, and keeps them where they are meanwhile.
  package func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(owner) { try body(bytes) }
  }

  /// Gives the memory of a part of a mapped file back to the system; its bytes are read again if need be.
  package func drop(_ range: Range<Int>) {
    (owner as? MappedFile)?.drop(UnsafeRawBufferPointer(rebasing: bytes[range]))
  }

  private final class Memory {
    let bytes: UnsafeMutableRawBufferPointer

    init(count: Int) {
      bytes = .allocate(byteCount: count, alignment: 64)
    }

    deinit { bytes.deallocate() }
  }
}
