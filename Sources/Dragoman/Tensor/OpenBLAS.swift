import Glibc

/// The functions of OpenBLAS that are called, each on the calling thread alone.
///
/// The library is loaded by its first use and not when a command starts: loading takes 2 ms, and the
/// threads that it then starts spin for up to 30. What does not train has no use for it.
struct OpenBLAS {
  /// The library, or why it cannot be had.
  static let loaded = Result { () throws(InputError) in try OpenBLAS() }

  // As in cblas.h.
  static let (rowMajor, notTransposed, transposed): (Int32, Int32, Int32) = (101, 111, 112)

  typealias SGEMM =
    @convention(c) (
      _ order: Int32, _ transposeA: Int32, _ transposeB: Int32, _ m: Int32, _ n: Int32, _ k: Int32,
      _ alpha: Float, _ a: UnsafePointer<Float>, _ strideA: Int32,
      _ b: UnsafePointer<Float>, _ strideB: Int32,
      _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ strideC: Int32
    ) -> Void
  typealias SAXPBY =
    @convention(c) (
      _ count: Int32, _ alpha: Float, _ x: UnsafePointer<Float>, _ stepX: Int32,
      _ beta: Float, _ y: UnsafeMutablePointer<Float>, _ stepY: Int32
    ) -> Void

  /// C = α A B + β C
  let sgemm: SGEMM
  /// y = α x + β y
  let saxpby: SAXPBY

  private init() throws(InputError) {
    guard let library = dlopen("libopenblas.so.0", RTLD_NOW),
      let sgemm = dlsym(library, "cblas_sgemm"), let saxpby = dlsym(library, "cblas_saxpby"),
      let setThreads = dlsym(library, "openblas_set_num_threads")
    else {
      let reason = dlerror().map { String(cString: $0) } ?? "not found"
      throw InputError(
        "OpenBLAS", "cannot be loaded: \(reason).",
        remedy: "Install it, for example with: apt-get install libopenblas0")
    }
    self.sgemm = unsafeBitCast(sgemm, to: SGEMM.self)
    self.saxpby = unsafeBitCast(saxpby, to: SAXPBY.self)
    unsafeBitCast(setThreads, to: (@convention(c) (Int32) -> Void).self)(1)
  }
}
