/// Dense products by OpenBLAS, on which training stands, each on the calling thread alone.
///
/// Parallelism is over sentences, one worker a thread: two workers with one-threaded products are as
/// fast as one worker with two-threaded ones on an idle machine, faster on a busy one, and the result
/// does not depend on the number of threads.
enum BLAS {
  /// Makes sure that there is a library to call.
  ///
  /// - Throws: ``InputError`` when it is missing.
  static func load() throws { _ = try OpenBLAS.loaded.get() }

  /// C = A B, or C += A B.
  ///
  /// - Parameters:
  ///   - a: [m, k]; or [k, m] when `transposeA`.
  ///   - b: [k, n]; or [n, k] when `transposeB`.
  ///   - c: [m, n].
  static func multiply(
    _ a: Tensor, transposeA: Bool = false, _ b: Tensor, transposeB: Bool = false,
    into c: Tensor, accumulate: Bool = false
  ) {
    let inner = transposeA ? a.rows : a.columns
    assert(inner == (transposeB ? b.columns : b.rows))
    library.sgemm(
      OpenBLAS.rowMajor, transposeA ? OpenBLAS.transposed : OpenBLAS.notTransposed,
      transposeB ? OpenBLAS.transposed : OpenBLAS.notTransposed, Int32(c.rows), Int32(c.columns),
      Int32(inner), 1, a.base, Int32(a.stride), b.base, Int32(b.stride), accumulate ? 1 : 0, c.base,
      Int32(c.stride))
  }

  /// y = a x + b y.
  ///
  /// - Parameters:
  ///   - x: [count].
  ///   - y: [count].
  static func add(
    _ a: Float, _ x: UnsafePointer<Float>, to b: Float, _ y: UnsafeMutablePointer<Float>, count: Int
  ) {
    library.saxpby(Int32(count), a, x, 1, b, y, 1)
  }

  private static var library: OpenBLAS {
    guard case .success(let library) = OpenBLAS.loaded else {
      preconditionFailure("BLAS.load() says what is missing; call it before training.")
    }
    return library
  }
}
