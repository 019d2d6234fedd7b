internal import CKernels
internal import Glibc

/// The likeliest tokens of each row of a product with the output layer.
package struct TopTokens {
  /// How many there are of each row.
  package let width: Int
  /// [N * width] Best first in each row; of equal ones the lower token first.
  package let tokens: [Int32]
  /// [N * width] Their log-probabilities; or their logits, where no probabilities were asked for.
  package let scores: [Float]
  /// The tokens that were asked about, row by row.
  let questions: [LogitPlace]
  /// Their scores.
  let answers: [Float]

  /// The tokens that were asked about in a row, with their scores.
  package func answers(inRow row: Int) -> [(token: Int32, score: Float)] {
    var place = questions.partitioningIndex { $0.row >= row }
    var result: [(token: Int32, score: Float)] = []
    while place < questions.count, questions[place].row == row {
      result.append((questions[place].token, answers[place]))
      place += 1
    }
    return result
  }
}

/// A token in a row of logits.
package struct LogitPlace: Sendable {
  package var row: Int
  package var token: Int32

  package init(row: Int, token: Int32) {
    self.row = row
    self.token = token
  }
}

/// A change of one logit before tokens are chosen.
package struct LogitAdjustment: Sendable {
  package enum Change: Sendable {
    /// The token must not be chosen.
    case forbid
    /// Divides a positive logit and multiplies a negative one (Keskar et al. 2019, section 4.1).
    case penalize(Float)
  }

  package var place: LogitPlace
  package var change: Change

  package init(row: Int, token: Int32, _ change: Change) {
    place = LogitPlace(row: row, token: token)
    self.change = change
  }
}

extension Tape {
  /// The likeliest next tokens by the output layer, without writing all of its logits: a few hundred
  /// tokens at a time go through the layer, and what is not among the best is forgotten.
  ///
  /// - Parameters:
  ///   - hidden: [N, D]
  ///   - output: The output layer, whose weight is packed.
  ///   - count: How many, in 1 ... min(V, ``PackedMatrix/division``).
  ///   - normalized: Whether scores are log-probabilities. To choose the best token of a row, logits
  ///     are as good and cost no exponentials.
  ///   - adjustments: Changes of logits, made before anything is chosen or normalised.
  ///   - questions: Tokens whose scores are wanted whether or not they are among the likeliest, row by
  ///     row.
  package func top(
    _ hidden: Variable, _ output: Linear, count: Int, normalized: Bool = true,
    adjustments: [LogitAdjustment] = [], questions: [LogitPlace] = []
  ) -> TopTokens {
    let rows = hidden.value.rows
    guard let packed = weights.packed(output.weight) else {
      preconditionFailure("the output layer is packed for decoding")
    }
    var tokens = Array<Int32>(repeating: 0, count: rows * count)
    var scores = Array<Float>(repeating: 0, count: rows * count)
    var answers = Array<Float>(repeating: 0, count: questions.count)
    var sums = Array(repeating: softmax_sum(), count: normalized ? rows : 0)
    var pending = adjustments.sorted { $0.place.token > $1.place.token }
    let mark = arena.mark
    let factor = packed.factor(hidden.value, in: arena)
    let bias = output.bias.map { weights.values[$0] }
    let logits = arena.tensor(rows: rows, columns: PackedMatrix.division)
    for first in stride(from: 0, to: packed.outputs, by: PackedMatrix.division) {
      let range = first..<min(first + PackedMatrix.division, packed.outputs)
      packed.multiply(
        factor, outputs: range, bias: bias, activation: activation_none,
        into: logits.columns(0..<range.count))
      while let next = pending.last, range.contains(Int(next.place.token)) {
        next.apply(to: &logits.row(next.place.row)[Int(next.place.token) - first])
        pending.removeLast()
      }
      for (index, question) in questions.enumerated() where range.contains(Int(question.token)) {
        answers[index] = logits[question.row, Int(question.token) - first]
      }
      sums.withUnsafeMutableBufferPointer { sums in
        kernel.logits_top(
          logits.base, logits.stride, rows, range.count, first, count, &scores, &tokens,
          normalized ? sums.baseAddress : nil)
      }
    }
    arena.release(to: mark)
    let shifts = sums.map { $0.largest + log($0.sum) }
    if normalized {
      for index in scores.indices { scores[index] -= shifts[index / count] }
      for (index, question) in questions.enumerated() { answers[index] -= shifts[question.row] }
    }
    return TopTokens(
      width: count, tokens: tokens, scores: scores, questions: questions, answers: answers)
  }
}

extension [LogitPlace] {
  /// The first place for which a predicate holds that holds for all after it.
  fileprivate func partitioningIndex(_ predicate: (LogitPlace) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension LogitAdjustment {
  fileprivate func apply(to logit: inout Float) {
    switch change {
    case .forbid: logit = -.infinity
    case .penalize(let penalty): logit = logit > 0 ? logit / penalty : logit * penalty
    }
  }
}
