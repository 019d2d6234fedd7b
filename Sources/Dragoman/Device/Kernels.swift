internal import CKernels
internal import Glibc

/// The kernels of the best instruction set that this machine has.
///
/// `DRAGOMAN_KERNELS` (`portable`, `avx2`, `avx512` or `avx512bf16`) chooses a lower one, to compare speed
/// and to reproduce another machine's rounding; a level that the machine lacks is passed over.
let kernel: kernels = {
  let names = ["portable", "avx2", "avx512", "avx512bf16"]
  if let wish = getenv("DRAGOMAN_KERNELS"), let level = names.firstIndex(of: String(cString: wish)),
    let table = kernels_at(kernel_level(rawValue: Int32(level)))
  {
    return table.pointee
  }
  guard let table = kernels_at(best_kernel_level()) else {
    preconditionFailure("the portable kernels are part of every build")
  }
  return table.pointee
}()
