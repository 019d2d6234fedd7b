import Glibc

/// Memory straight from the system, in huge pages where there are some: much of it is then quickly read,
/// for few addresses have to be translated, and quickly had. Contents start as zeros.
final class Pages {
  let start: UnsafeMutableRawPointer
  /// In bytes.
  let size: Int

  init(size: Int) {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { outOfMemory(size) }
    madvise(memory, size, MADV_HUGEPAGE)
    start = memory
    self.size = size
  }

  deinit { munmap(start, size) }
}

/// Ends the process as every allocation that fails does in Swift, but says how much was asked for.
func outOfMemory(_ bytes: Int) -> Never {
  preconditionFailure("out of memory: \(bytes >> 20) MiB could not be had from the system")
}
