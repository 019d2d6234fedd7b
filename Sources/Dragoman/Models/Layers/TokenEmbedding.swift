/// Turns tokens into vectors that know their position: the input of an encoder or a decoder.
package struct TokenEmbedding: Sendable {
  /// [V, D]
  package let table: Parameter
  private let positions: Positions
  private let positionOffset: Int32
  private let scale: Float
  /// [types, D]; `nil` where tokens have no types.
  private let types: Parameter?
  private let norm: LayerNorm?

  /// - Parameter sinusoids: The vectors of positions; `nil` where they are learned, or there are none.
  package init(
    _ name: String, table: Parameter, _ shape: EmbeddingShape, sinusoids: PositionTable?,
    _ layout: inout ParameterLayout
  ) {
    self.table = table
    let deviation = Initialization.normal(1 / Float(shape.width).squareRoot())
    func learned(_ part: String, rows: Int) -> Parameter {
      let vectors = layout.matrix(
        "\(name).\(part).weight", rows: rows, columns: shape.width, deviation)
      layout.addTable(vectors)
      return vectors
    }
    positions =
      if let sinusoids {
        .fixed(sinusoids)
      } else if shape.positionRows > 0 {
        .learned(learned("positions", rows: shape.positionRows))
      } else {
        .none
      }
    types = shape.tokenTypes > 0 ? learned("tokenTypes", rows: shape.tokenTypes) : nil
    positionOffset = Int32(shape.positionOffset)
    scale = shape.scale
    norm = shape.normEpsilon.map {
      LayerNorm("\(name).embeddingNorm", width: shape.width, epsilon: $0, &layout)
    }
  }

  /// The vectors of sequences, [N, D].
  ///
  /// - Parameters:
  ///   - starts: The position of each sequence's first token; `nil` where all begin at zero.
  ///   - tokenTypes: [N] The type of each token; `nil` where all have the first, or there are none.
  package func callAsFunction(
    _ tokens: RaggedTokens, from starts: [Int]?, types tokenTypes: [Int32]? = nil, on tape: Tape
  ) -> Variable {
    var positionIDs: [Int32] = []
    positionIDs.reserveCapacity(tokens.ids.count)
    for sequence in 0..<tokens.count {
      let start = positionOffset + Int32(starts?[sequence] ?? 0)
      positionIDs.append(contentsOf: start..<start + Int32(tokens.length(sequence)))
    }
    // In mBART and BERT what is dropped is dropped after the norm.
    let isWhole = types == nil && norm == nil
    var x = tape.embed(
      tokens.ids, at: positionIDs, table: table, positionTable: positions, scale: scale,
      drops: isWhole)
    if isWhole { return x }
    if let types {
      let rows = tokenTypes ?? Array(repeating: 0, count: tokens.ids.count)
      x = tape.adding(types, rows: rows, to: x)
    }
    if let norm { x = tape.layerNorm(x, norm) }
    return tape.dropout(x)
  }
}
