internal import CKernels

extension Tape {
  /// The likeliest tokens of each row of logits.
  ///
  /// - Parameters:
  ///   - logits: [N, V]
  ///   - count: How many, in 1 ... V.
  /// - Returns: Tokens and their log-probabilities, [N * count], best first in each row; of equal
  ///   ones the lower token first.
  package func top(
    _ logits: Variable, count: Int
  ) -> (tokens: [Int32], logProbabilities: [Float]) {
    let rows = logits.value.rows
    var tokens = Array<Int32>(repeating: 0, count: rows * count)
    var logProbabilities = Array<Float>(repeating: 0, count: rows * count)
    kernel.log_softmax_top(
      logits.value.base, logits.value.stride, rows, logits.value.columns, count,
      &logProbabilities, &tokens)
    return (tokens, logProbabilities)
  }
}
