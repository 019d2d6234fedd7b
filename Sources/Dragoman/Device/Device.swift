internal import CKernels
internal import Glibc

/// What computes: a table of kernels, and the memory that they work on.
///
/// Arenas and parameters lie on a device, and a tape computes on that of its arena. Another kind of
/// processor is another table of the same functions and another memory; operations, layers and models do
/// not change for it.
package final class Device: Sendable {
  let kernels: KernelTable
  let memory: any Memory

  init(kernels: KernelTable, memory: any Memory) {
    self.kernels = kernels
    self.memory = memory
  }

  /// The processor, with the kernels of the best instruction set that it has.
  ///
  /// `DRAGOMAN_KERNELS` (`portable`, `avx2`, `avx512` or `avx512bf16`) chooses a lower one, to compare speed
  /// and to reproduce another machine's rounding; a level that the machine lacks is passed over.
  package static let host = Device(kernels: hostKernels(), memory: HostMemory())

  private static func hostKernels() -> KernelTable {
    let names = ["portable", "avx2", "avx512", "avx512bf16"]
    if let wish = getenv("DRAGOMAN_KERNELS"),
      let level = names.firstIndex(of: String(cString: wish)),
      let table = kernels_at(kernel_level(rawValue: Int32(level)))
    {
      return table.pointee
    }
    guard let table = kernels_at(best_kernel_level()) else {
      preconditionFailure("the portable kernels are part of every build")
    }
    return table.pointee
  }
}
