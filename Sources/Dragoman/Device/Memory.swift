import Glibc

/// The memory of a device.
///
/// Addresses that it gives are for the device's kernels. The host reads and writes them itself only in
/// `Tensor+Host.swift`, `ParameterBuffer` and `PackedMatrix`; for a device whose memory the host cannot reach,
/// these are the places to copy.
protocol Memory: Sendable {
  /// Memory of so many bytes, all zero. The process ends when there is none.
  func allocate(_ size: Int) -> UnsafeMutableRawPointer

  /// Gives memory back.
  func free(_ start: UnsafeMutableRawPointer, _ size: Int)
}

/// Memory straight from the system, in huge pages where there are some: fewer address translations and page
/// faults.
struct HostMemory: Memory {
  func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { outOfMemory(size) }
    madvise(memory, size, MADV_HUGEPAGE)
    return memory
  }

  func free(_ start: UnsafeMutableRawPointer, _ size: Int) { munmap(start, size) }
}

/// A piece of a device's memory, zeros at first, given back with the last reference to it.
final class Pages {
  let start: UnsafeMutableRawPointer
  /// In bytes.
  let size: Int
  private let device: Device

  init(size: Int, on device: Device) {
    self.device = device
    self.size = size
    start = device.memory.allocate(size)
  }

  deinit { device.memory.free(start, size) }
}

/// Ends the process as every allocation that fails does in Swift, but says how much was asked for.
func outOfMemory(_ bytes: Int) -> Never {
  preconditionFailure("out of memory: \(bytes >> 20) MiB could not be had from the system")
}
