/// Reads the source: a stack of self-attention and feed-forward layers.
package struct Encoder: Sendable {
  private struct Layer {
    let selfAttention: SelfAttention
    let selfAttentionNorm: Norm
    let feedForward: FeedForward
    let feedForwardNorm: Norm
  }

  private let embedding: TokenEmbedding
  private let relativePositions: RelativePositions?
  private let layers: [Layer]
  private let finalNorm: Norm?
  private let normalizesBefore: Bool

  init(
    embedding: TokenEmbedding, _ shape: StackShape, _ layout: inout ParameterLayout
  ) {
    self.embedding = embedding
    relativePositions = shape.relativePositions.map {
      RelativePositions("encoder", $0, heads: shape.heads, isCausal: false, &layout)
    }
    var layers: [Layer] = []
    for index in 0..<shape.layers {
      let name = "encoder.\(index)"
      layers.append(
        Layer(
          selfAttention: SelfAttention("\(name).selfAttention", shape, &layout),
          selfAttentionNorm: Norm("\(name).selfAttentionNorm", shape, &layout),
          feedForward: FeedForward("\(name).feedForward", shape, &layout),
          feedForwardNorm: Norm("\(name).feedForwardNorm", shape, &layout)))
    }
    self.layers = layers
    finalNorm = shape.hasFinalNorm ? Norm("encoder.finalNorm", shape, &layout) : nil
    normalizesBefore = shape.normalizesBefore
  }

  /// - Parameters:
  ///   - source: The tokens of each sentence.
  ///   - types: [N] The type of each token; `nil` where all have the first, or there are none.
  /// - Returns: One vector a token, [N, D].
  package func callAsFunction(
    _ source: RaggedTokens, types: [Int32]? = nil, on tape: Tape
  ) -> Variable {
    let layout = AttentionLayout(
      queryOffsets: source.offsets, keyOffsets: source.offsets, isCausal: false)
    let bias = relativePositions?(upTo: max(1, layout.mostKeys), on: tape)
    var x = embedding(source, from: nil, types: types, on: tape)
    for layer in layers {
      x = tape.sublayer(x, layer.selfAttentionNorm, normalizesBefore: normalizesBefore) {
        layer.selfAttention($0, layout: layout, bias: bias, on: tape)
      }
      x = tape.sublayer(x, layer.feedForwardNorm, normalizesBefore: normalizesBefore) {
        layer.feedForward($0, on: tape)
      }
    }
    return finalNorm.map { tape.norm(x, $0) } ?? x
  }
}
