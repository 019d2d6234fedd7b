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
  /// The level of the kernels. Others round otherwise.
  package let level: String

  init(kernels: KernelTable, memory: any Memory, level: String) {
    self.level = level
    self.kernels = kernels
    self.memory = memory
  }

  /// The processor, with the kernels of the best instruction set that it has.
  ///
  /// `DRAGOMAN_KERNELS` (`portable`, `openblas`, `avx2`, `avx512` or `avx512bf16`) chooses a lower one, to
  /// compare speed and to reproduce another machine's rounding; a level that the machine lacks is passed over.
  package static let host: Device = {
    if let wish = getenv("DRAGOMAN_KERNELS"), let device = host(kernels: String(cString: wish)) {
      return device
    }
    guard let device = host(level: best_kernel_level()) else {
      preconditionFailure("every machine has the kernels that it says are its best")
    }
    return device
  }()

  /// The processor with products by OpenBLAS; `nil` where it is not installed.
  package static var openBLAS: Device? {
    openblas_is_installed() ? host(kernels: "openblas") : nil
  }

  /// The processor with the kernels of a level; `nil` if there is none of the name, or it lacks them.
  private static func host(kernels name: String) -> Device? {
    levels.firstIndex(of: name).flatMap { host(level: kernel_level(rawValue: Int32($0))) }
  }

  private static func host(level: kernel_level) -> Device? {
    kernels_at(level).map {
      Device(
        kernels: $0.pointee, memory: HostMemory(), level: levels[Int(level.rawValue)])
    }
  }

  /// The names of the levels, by their numbers.
  private static let levels = ["portable", "openblas", "avx2", "avx512", "avx512bf16"]
}
