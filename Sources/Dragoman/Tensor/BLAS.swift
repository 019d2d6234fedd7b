internal import COpenBLAS

/// Dense matrix products by OpenBLAS, each on the calling thread alone.
///
/// Parallelism is over sentences, one worker a thread: two workers with one-threaded products are as
/// fast as one worker with two-threaded ones on an idle machine, faster on a busy one, and the result
/// does not depend on the number of threads.
enum BLAS {
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
    _ = oneThread
    let inner = transposeA ? a.rows : a.columns
    assert(inner == (transposeB ? b.columns : b.rows))
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      blasint(c.rows), blasint(c.columns), blasint(inner), 1, a.base, blasint(a.stride), b.base,
      blasint(b.stride), accumulate ? 1 : 0, c.base, blasint(c.stride))
  }

  private static let oneThread: Void = openblas_set_num_threads(1)
}
