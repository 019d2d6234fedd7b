/// Turns tokens into vectors that know their position: the input of an encoder or a decoder.
package struct TokenEmbedding: Sendable {
  /// [V, D]
  package let table: Parameter
  private let positions: Positions
  private let positionOffset: Int32
  private let scale: Float
  private let norm: LayerNorm?

  /// - Parameter sinusoids: The vectors of positions; `nil` where they are learned.
  package init(
    _ name: String, table: Parameter, _ configuration: ModelConfiguration,
    sinusoids: PositionTable?,
    _ layout: inout ParameterLayout
  ) {
    self.table = table
    let width = configuration.modelSize
    if let sinusoids {
      positions = .fixed(sinusoids)
    } else {
      let vectors = layout.matrix(
        "\(name).positions.weight", rows: configuration.positionRows, columns: width,
        .normal(1 / Float(width).squareRoot()))
      layout.addTable(vectors)
      positions = .learned(vectors)
    }
    positionOffset = Int32(configuration.positionOffset)
    scale = configuration.scalesEmbeddings ? Float(width).squareRoot() : 1
    norm =
      configuration.hasEmbeddingNorm
      ? LayerNorm(
        "\(name).embeddingNorm", width: width, epsilon: Float(configuration.layerNormEpsilon),
        &layout) : nil
  }

  /// The vectors of sequences whose first tokens stand at given positions, [N, D].
  package func callAsFunction(_ tokens: RaggedTokens, from starts: [Int]?, on tape: Tape)
    -> Variable
  {
    var positionIDs: [Int32] = []
    positionIDs.reserveCapacity(tokens.ids.count)
    for sequence in 0..<tokens.count {
      let start = positionOffset + Int32(starts?[sequence] ?? 0)
      positionIDs.append(contentsOf: start..<start + Int32(tokens.length(sequence)))
    }
    let embedded = tape.embed(
      tokens.ids, at: positionIDs, table: table, positionTable: positions, scale: scale,
      drops: norm == nil)
    // In mBART and BERT what is dropped is dropped after the norm.
    return norm.map { tape.dropout(tape.layerNorm(embedded, $0)) } ?? embedded
  }
}
