/// Attention of sequences to themselves (Vaswani et al. 2017, section 3.2.2). The three projections
/// are one product.
struct SelfAttention: Sendable {
  private let queryKeyValue: Linear
  private let output: Linear
  private let heads: Int
  /// Width of all heads.
  private let width: Int
  private let scalesScores: Bool

  init(_ name: String, _ shape: StackShape, _ layout: inout ParameterLayout) {
    queryKeyValue = Linear(stacking: ["query", "key", "value"], of: name, shape, &layout)
    output = Linear(outputOf: name, shape, &layout)
    heads = shape.heads
    width = shape.attentionWidth
    scalesScores = shape.scalesAttention
  }

  /// - Parameters:
  ///   - x: [N, D]
  ///   - layout: Who sees whom among the N tokens, or among those that `keysValues` gives.
  ///   - bias: What is added to the scores by distance, as ``AttentionScores`` has it.
  ///   - keysValues: Gives those of all tokens for those of these, [N, 2D].
  /// - Returns: [N, D]
  func callAsFunction(
    _ x: Variable, layout: AttentionLayout, bias: Variable?, on tape: Tape,
    keysValues: (ColumnSlice) -> ColumnSlice = { $0 }
  ) -> Variable {
    let projected = tape.linear(x, queryKeyValue)
    let all = keysValues(ColumnSlice(projected, width..<3 * width))
    let context = tape.attention(
      queries: ColumnSlice(projected, 0..<width), keys: all[0..<width],
      values: all[width..<2 * width], heads: heads, layout: layout,
      scores: AttentionScores(areScaled: scalesScores, bias: bias))
    return tape.linear(context, output)
  }
}

/// Attention of target tokens to the source.
struct CrossAttention: Sendable {
  private let query: Linear
  private let keyValue: Linear
  private let output: Linear
  private let heads: Int
  /// Width of all heads.
  private let width: Int
  private let scalesScores: Bool

  init(_ name: String, _ shape: StackShape, _ layout: inout ParameterLayout) {
    query = Linear(
      "\(name).query", inputs: shape.width, outputs: shape.attentionWidth, hasBias: shape.hasBiases,
      &layout)
    keyValue = Linear(stacking: ["key", "value"], of: name, shape, &layout)
    output = Linear(outputOf: name, shape, &layout)
    heads = shape.heads
    width = shape.attentionWidth
    scalesScores = shape.scalesAttention
  }

  /// The keys and values of the source, [M, 2D], which stay the same for all steps of decoding.
  func project(_ memory: Variable, on tape: Tape) -> Variable {
    tape.linear(memory, keyValue)
  }

  /// - Parameters:
  ///   - x: [N, D]
  ///   - source: What ``project(_:on:)`` returned, [M, 2D].
  ///   - observer: Is shown where the tokens look.
  ///   - guide: Says where they should look.
  /// - Returns: [N, D]
  func callAsFunction(
    _ x: Variable, source: Variable, layout: AttentionLayout, observer: AttentionObserver?,
    guide: AttentionGuide?, on tape: Tape
  ) -> Variable {
    let context = tape.attention(
      queries: ColumnSlice(tape.linear(x, query), 0..<width),
      keys: ColumnSlice(source, 0..<width), values: ColumnSlice(source, width..<2 * width),
      heads: heads, layout: layout, scores: AttentionScores(areScaled: scalesScores),
      observer: observer, guide: guide)
    return tape.linear(context, output)
  }
}

extension Linear {
  /// Adds projections with names of their own that lie side by side, and sees them as one.
  fileprivate init(
    stacking parts: [String], of name: String, _ shape: StackShape,
    _ layout: inout ParameterLayout
  ) {
    let weights = parts.map {
      layout.matrix("\(name).\($0).weight", rows: shape.attentionWidth, columns: shape.width)
    }
    let biases = parts.map { part in
      shape.hasBiases
        ? [layout.vector("\(name).\(part).bias", count: shape.attentionWidth, .zeros)] : []
    }.flatMap(\.self)
    self.init(weight: .stacked(weights), bias: biases.isEmpty ? nil : .joined(biases))
    layout.addProduct(weight)
  }

  /// Adds the projection of what all heads found.
  fileprivate init(outputOf name: String, _ shape: StackShape, _ layout: inout ParameterLayout) {
    self.init(
      "\(name).output", inputs: shape.attentionWidth, outputs: shape.width,
      hasBias: shape.hasBiases, &layout)
  }
}
