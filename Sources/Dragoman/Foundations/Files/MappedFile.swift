import Glibc

/// A file's bytes, mapped into memory for reading.
package final class MappedFile {
  /// Valid as long as the object is.
  package let bytes: UnsafeRawBufferPointer

  /// - Throws: ``InputError`` when the file is missing or cannot be read.
  package init(path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError.unreadable(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw InputError.unreadable(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw InputError(path, "not a file.", remedy: "Check the path.")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED
    else { throw InputError.unreadable(path) }
    bytes = UnsafeRawBufferPointer(start: memory, count: size)
  }

  /// Gives the memory of a part back to the system. Its bytes are read from the file again if need be.
  package func drop(_ part: UnsafeRawBufferPointer) {
    let page = Int(getpagesize())
    // The page that it shares with what is before it goes, too; the one that it shares with what comes next stays.
    // Of a file that is read from front to back nothing is left then.
    let begin = Int(bitPattern: part.baseAddress) & -page
    let end = (Int(bitPattern: part.baseAddress) + part.count) & -page
    if begin < end {
      madvise(UnsafeMutableRawPointer(bitPattern: begin), end - begin, MADV_DONTNEED)
    }
  }

  deinit {
    if let memory = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: memory), bytes.count)
    }
  }
}
