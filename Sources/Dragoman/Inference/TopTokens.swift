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

extension TopTokens {
  /// The likeliest next tokens, without writing all logits: a few hundred tokens at a time go through
  /// the output layer, and what is not among the best is forgotten.
  ///
  /// - Parameters:
  ///   - models: One, or an ensemble with a common vocabulary, whose log-probabilities are averaged.
  ///   - count: How many, in 1 ... min(tokens of the layer, ``PackedMatrix/division``).
  ///   - normalized: Whether scores are log-probabilities. To choose the best token of a row, logits
  ///     are as good and cost no exponentials. An ensemble's scores always are.
  ///   - adjustments: Changes of logits, made before anything is chosen or normalised.
  ///   - questions: Tokens whose scores are wanted whether or not they are among the likeliest, row by
  ///     row.
  package init(
    _ models: [OutputProduct], count: Int, normalized: Bool = true,
    adjustments: [LogitAdjustment] = [], questions: [LogitPlace] = []
  ) {
    let first = models[0]
    precondition(
      (1...min(first.count, PackedMatrix.division)).contains(count),
      "a part of the output layer has as many tokens as are asked for")
    let device = first.tape.device
    let (rows, columns) = (first.hidden.rows, first.weight.outputs)
    let normalized = normalized || models.count > 1
    var search = LogitSearch(rows: rows, width: count, on: device)
    var answers = Array<Float>(repeating: -.infinity, count: questions.count)
    var normalizers = models.map { _ in
      LogitSearch(rows: normalized ? rows : 0, width: 1, on: device)
    }
    let places = questions.map { first.column(of: $0.token).map(Int.init) ?? columns }
    var pending = adjustments.compactMap { change in
      first.column(of: change.place.token).map { (column: Int($0), change: change) }
    }.sorted { $0.column > $1.column }
    let marks = models.map(\.tape.arena.mark)
    let factors = models.map { $0.weight.factor($0.hidden, in: $0.tape.arena) }
    let parts = models.map { $0.tape.arena.tensor(rows: rows, columns: PackedMatrix.division) }
    for start in stride(from: 0, to: columns, by: PackedMatrix.division) {
      let range = start..<min(start + PackedMatrix.division, columns)
      let due = pending.suffix(while: { range.contains($0.column) })
      pending.removeLast(due.count)
      for (model, (factor, logits)) in zip(models, zip(factors, parts)) {
        model.weight.multiply(
          factor, outputs: range, bias: model.bias, activation: activation_none,
          into: logits.columns(0..<range.count))
        for (column, change) in due {
          change.apply(to: &logits.row(change.place.row)[column - start])
        }
      }
      if models.count > 1 {
        for (index, logits) in parts.enumerated() {
          normalizers[index].look(at: logits, first: start, count: range.count, sums: true)
          if index > 0 { device.kernels.add(logits.base, logits.count, parts[0].base) }
        }
      }
      for (index, column) in places.enumerated() where range.contains(column) {
        answers[index] = parts[0][questions[index].row, column - start]
      }
      search.look(
        at: parts[0], first: start, count: range.count, sums: normalized && models.count == 1)
    }
    for (model, mark) in zip(models, marks) { model.tape.arena.release(to: mark) }

    width = count
    tokens = first.tokens.map { tokens in search.tokens.map { tokens[Int($0)] } } ?? search.tokens
    let shifts =
      models.count == 1
      ? (normalized ? search.logSums : [])
      : (0..<rows).map { row in normalizers.reduce(0) { $0 + $1.logSums[row] } }
    let share = 1 / Float(models.count)
    scores = search.logits.enumerated().map { index, logit in
      shifts.isEmpty ? logit : share * (logit - shifts[index / count])
    }
    self.questions = questions
    self.answers = zip(questions, answers).map { question, logit in
      shifts.isEmpty ? logit : share * (logit - shifts[question.row])
    }
  }
}

/// Looks through logits part by part, and remembers the best and the sum of exponentials.
private struct LogitSearch {
  let device: Device
  let width: Int
  private(set) var tokens: [Int32]
  private(set) var logits: [Float]
  private var sums: [softmax_sum]

  init(rows: Int, width: Int, on device: Device) {
    self.device = device
    self.width = width
    tokens = Array(repeating: 0, count: rows * width)
    logits = Array(repeating: 0, count: rows * width)
    sums = Array(repeating: softmax_sum(), count: rows)
  }

  mutating func look(at part: Tensor, first: Int, count: Int, sums isWanted: Bool) {
    sums.withUnsafeMutableBufferPointer { sums in
      device.kernels.logits_top(
        part.base, part.stride, part.rows, count, first, width, &logits, &tokens,
        isWanted ? sums.baseAddress : nil)
    }
  }

  var logSums: [Float] { sums.map { $0.largest + log($0.sum) } }
}

extension Array {
  /// The last ones, as long as a predicate holds.
  fileprivate func suffix(while predicate: (Element) -> Bool) -> ArraySlice<Element> {
    self[(lastIndex { !predicate($0) }.map { $0 + 1 } ?? startIndex)...]
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
