import Testing

import Dragoman

/// Every operation of the tape against finite differences, without and with dropout. Sizes stand on
/// both sides of the width of a vector register, up to 16 floats.
@Suite struct GradientTests {
  static let rates = [
    DropoutRates(), DropoutRates(residual: 0.3, attention: 0.3, activation: 0.3, word: 0.2),
  ]

  @Test(arguments: rates) func embedWithFixedPositions(dropout: DropoutRates) {
    var check = GradientCheck()
    let table = check.matrix(rows: 3, columns: 18)
    let positions = PositionTable(positions: 4, columns: 18)
    check.run(dropout: dropout) { tape, _ in
      tape.dot(
        tape.embed(
          [2, 0, 2, 1], at: [0, 1, 3, 0], table: table, positionTable: .fixed(positions), scale: 3,
          drops: true))
    }
  }

  @Test(arguments: rates) func embedWithLearnedPositions(dropout: DropoutRates) {
    var check = GradientCheck()
    let table = check.matrix(rows: 3, columns: 18)
    let positions = check.matrix(rows: 4, columns: 18)
    check.run(dropout: dropout) { tape, _ in
      tape.dot(
        tape.embed(
          [2, 0, 2, 1], at: [0, 1, 3, 0], table: table, positionTable: .learned(positions),
          scale: 3,
          drops: true))
    }
  }

  /// An embedding that is normalised before elements of it are dropped.
  @Test(arguments: rates) func normalizedEmbedding(dropout: DropoutRates) {
    var check = GradientCheck()
    let table = check.matrix(rows: 3, columns: 18)
    let positions = PositionTable(positions: 4, columns: 18)
    let norm = LayerNorm(
      gain: check.vector(count: 18), bias: check.vector(count: 18), epsilon: 1e-5)
    check.run(dropout: dropout) { tape, _ in
      let embedded = tape.embed(
        [2, 0, 2, 1], at: [0, 1, 3, 0], table: table, positionTable: .fixed(positions), scale: 3,
        drops: false)
      return tape.dot(tape.dropout(tape.layerNorm(embedded, norm)))
    }
  }

  @Test func addedRows() {
    var check = GradientCheck()
    _ = check.input(rows: 5, columns: 18)
    let table = check.matrix(rows: 3, columns: 18)
    check.run { tape, x in
      // Its result takes the place of its input, which belongs to the check.
      let copy = tape.rows(x[0], at: [0, 1, 2, 3, 4])
      return tape.dot(tape.adding(table, rows: [2, 0, 2, 2, 0], to: copy))
    }
  }

  /// Of the second row there are two, of the first none.
  @Test func chosenRows() {
    var check = GradientCheck()
    _ = check.input(rows: 5, columns: 18)
    check.run { tape, x in tape.dot(tape.rows(x[0], at: [1, 4, 1, 3, 2])) }
  }

  @Test func meansOfSequences() {
    var check = GradientCheck()
    _ = check.input(rows: 7, columns: 18)
    check.run { tape, x in tape.dot(tape.means(x[0], offsets: [0, 1, 5, 7])) }
  }

  @Test(arguments: [nil, Activation.relu, .gelu, .silu, .tanhGELU, .sigmoidGELU, .tanh], rates)
  func linear(activation: Activation?, dropout: DropoutRates) {
    var check = GradientCheck()
    _ = check.input(rows: 5, columns: 7)
    let weight = check.matrix(rows: 19, columns: 7)
    let layer = Linear(
      weight: weight, bias: activation == .relu ? check.signs(count: 19) : check.vector(count: 19))
    check.run(dropout: dropout) { tape, x in tape.dot(tape.linear(x[0], layer, then: activation)) }
  }

  @Test func linearWithoutBias() {
    var check = GradientCheck()
    _ = check.input(rows: 5, columns: 7)
    let layer = Linear(weight: check.matrix(rows: 19, columns: 7), bias: nil)
    check.run { tape, x in tape.dot(tape.linear(x[0], layer)) }
  }

  @Test func recurrence() {
    var check = GradientCheck()
    _ = check.input(rows: 9, columns: 7)
    _ = check.input(rows: 9, columns: 19)
    let layer = Linear(
      weight: check.matrix(rows: 19, columns: 7), bias: check.signs(count: 19))
    check.run { tape, x in
      let layout = RecurrenceLayout(offsets: [0, 4, 4, 5, 9])
      let input = tape.linear(x[0], layer)
      return tape.dot(tape.recurrence(input, gate: x[1], layout: layout).output)
    }
  }

  /// Keys, queries and values of self-attention are columns of one product.
  @Test(arguments: [false, true], rates)
  func selfAttention(isCausal: Bool, dropout: DropoutRates) {
    let offsets: [Int32] = [0, 3, 3, 4, 22]
    let layout = AttentionLayout(queryOffsets: offsets, keyOffsets: offsets, isCausal: isCausal)
    var check = GradientCheck()
    _ = check.input(rows: 22, columns: 3 * 10)
    check.run(dropout: dropout) { tape, x in
      tape.dot(
        tape.attention(
          queries: ColumnSlice(x[0], 0..<10), keys: ColumnSlice(x[0], 10..<20),
          values: ColumnSlice(x[0], 20..<30), heads: 2, layout: layout))
    }
  }

  @Test(arguments: rates) func crossAttention(dropout: DropoutRates) {
    let layout = AttentionLayout(
      queryOffsets: [0, 3, 4, 11], keyOffsets: [0, 1, 6, 24], isCausal: false)
    var check = GradientCheck()
    _ = check.input(rows: 11, columns: 20)
    _ = check.input(rows: 24, columns: 2 * 20)
    check.run(dropout: dropout) { tape, x in
      tape.dot(
        tape.attention(
          queries: ColumnSlice(x[0], 0..<20), keys: ColumnSlice(x[1], 0..<20),
          values: ColumnSlice(x[1], 20..<40), heads: 1, layout: layout))
    }
  }

  /// Two attentions share the biases of their scores.
  @Test(arguments: [false, true], rates)
  func relativePositions(isCausal: Bool, dropout: DropoutRates) {
    let offsets: [Int32] = [0, 3, 3, 4, 22]
    let layout = AttentionLayout(queryOffsets: offsets, keyOffsets: offsets, isCausal: isCausal)
    var check = GradientCheck()
    _ = check.input(rows: 22, columns: 3 * 10)
    let table = check.matrix(rows: 9, columns: 2)
    check.run(dropout: dropout) { tape, x in
      let bias = tape.columns(of: table, at: (-17...17).map { Int32(abs($0) / 2) })
      func attend(_ slice: Range<Int>, areScaled: Bool) -> Variable {
        tape.attention(
          queries: ColumnSlice(x[0], slice), keys: ColumnSlice(x[0], 10..<20),
          values: ColumnSlice(x[0], 20..<30), heads: 2, layout: layout,
          scores: AttentionScores(areScaled: areScaled, bias: bias))
      }
      return tape.dot(
        tape.residual(attend(0..<10, areScaled: true), attend(10..<20, areScaled: false)))
    }
  }

  /// The first query of each group is free.
  @Test(arguments: rates) func guidedAttention(dropout: DropoutRates) {
    let layout = AttentionLayout(
      queryOffsets: [0, 3, 4, 11], keyOffsets: [0, 1, 6, 24], isCausal: false)
    let wanted: [Int32] = [-1, 0, 0, -1, -1, 23, 7, 6, 12, 13, 14]
    var check = GradientCheck()
    _ = check.input(rows: 11, columns: 20)
    _ = check.input(rows: 24, columns: 2 * 20)
    check.run(dropout: dropout) { tape, x in
      let guide = AttentionGuide(keys: wanted, scale: 0.5)
      let context = tape.attention(
        queries: ColumnSlice(x[0], 0..<20), keys: ColumnSlice(x[1], 0..<20),
        values: ColumnSlice(x[1], 20..<40), heads: 2, layout: layout, guide: guide)
      return tape.dot(context) + 0.5 * guide.loss
    }
  }

  @Test(arguments: rates) func residual(dropout: DropoutRates) {
    var check = GradientCheck()
    _ = check.input(rows: 3, columns: 19)
    _ = check.input(rows: 3, columns: 19)
    check.run(dropout: dropout) { tape, x in tape.dot(tape.residual(x[0], x[1])) }
  }

  @Test func layerNorm() {
    var check = GradientCheck()
    _ = check.input(rows: 3, columns: 19)
    let norm = LayerNorm(
      gain: check.vector(count: 19), bias: check.vector(count: 19), epsilon: 1e-5)
    check.run { tape, x in tape.dot(tape.layerNorm(x[0], norm)) }
  }

  @Test func rmsNorm() {
    var check = GradientCheck()
    _ = check.input(rows: 3, columns: 19)
    let norm = RMSNorm(gain: check.vector(count: 19), epsilon: 1e-5)
    check.run { tape, x in tape.dot(tape.residual(x[0], tape.rmsNorm(x[0], norm))) }
  }

  @Test(arguments: rates) func gate(dropout: DropoutRates) {
    var check = GradientCheck()
    _ = check.input(rows: 3, columns: 19)
    let linear = Linear(weight: check.matrix(rows: 19, columns: 19), bias: nil)
    check.run(dropout: dropout) { tape, x in
      let gate = tape.linear(x[0], linear, then: .tanhGELU)
      return tape.dot(tape.scaled(tape.gated(x[0], by: gate), by: 0.7))
    }
  }

  @Test(arguments: rates) func residualNorm(dropout: DropoutRates) {
    var check = GradientCheck()
    _ = check.input(rows: 3, columns: 19)
    _ = check.input(rows: 3, columns: 19)
    let norm = LayerNorm(
      gain: check.vector(count: 19), bias: check.vector(count: 19), epsilon: 1e-5)
    check.run(dropout: dropout) { tape, x in tape.dot(tape.residualNorm(x[0], x[1], norm)) }
  }

  /// More rows than go through the output layer at once.
  @Test(
    arguments: [
      Objective(), Objective(smoothing: 0.2), Objective(consistency: 3),
      Objective(smoothing: 0.1, consistency: 3),
    ], [false, true])
  func crossEntropy(objective: Objective, hasBias: Bool) {
    var check = GradientCheck()
    _ = check.input(rows: 1200, columns: 3)
    let weight = check.matrix(rows: 19, columns: 3)
    let output = Linear(weight: weight, bias: hasBias ? check.vector(count: 19) : nil)
    let half = (0..<600).map { Int32($0 * 7 % 19) }
    check.run { tape, x in
      let loss = tape.crossEntropy(
        x[0], output, targets: half + half, objective: objective, scale: 0.5)
      return 0.5 * loss.smoothed
    }
  }

  /// Gradients of a value that several operations use add up, whichever comes first on the way back.
  @Test(arguments: rates) func valuesUsedSeveralTimes(dropout: DropoutRates) {
    var check = GradientCheck()
    _ = check.input(rows: 4, columns: 6)
    let linear = Linear(weight: check.matrix(rows: 6, columns: 6), bias: check.vector(count: 6))
    let norm = LayerNorm(
      gain: check.vector(count: 6), bias: check.vector(count: 6), epsilon: 1e-5)
    let layout = AttentionLayout(queryOffsets: [0, 4], keyOffsets: [0, 4], isCausal: true)
    check.run(dropout: dropout) { tape, x in
      let all = ColumnSlice(x[0], 0..<6)
      let attended = tape.attention(
        queries: all, keys: all, values: all, heads: 3, layout: layout)
      let inner = tape.residual(tape.linear(x[0], linear, then: .silu), tape.layerNorm(x[0], norm))
      let sum = tape.residualNorm(attended, tape.layerNorm(inner, norm), norm)
      let last = tape.residualNorm(x[0], tape.linear(sum, linear), norm)
      return tape.dot(tape.residual(sum, tape.residual(inner, last)))
    }
  }
}
