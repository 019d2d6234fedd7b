/// Reads the source: a stack of self-attention and feed-forward layers.
package struct Encoder: Sendable {
  private struct Layer {
    let selfAttention: SelfAttention
    let selfAttentionNorm: LayerNorm
    let feedForward: FeedForward
    let feedForwardNorm: LayerNorm
  }

  private let embedding: TokenEmbedding
  private let layers: [Layer]
  private let finalNorm: LayerNorm?
  private let normalizesBefore: Bool

  init(
    embedding: TokenEmbedding, _ shape: StackShape, _ layout: inout ParameterLayout
  ) {
    self.embedding = embedding
    let width = shape.width
    var layers: [Layer] = []
    for index in 0..<shape.layers {
      let name = "encoder.\(index)"
      layers.append(
        Layer(
          selfAttention: SelfAttention(
            "\(name).selfAttention", width: width, heads: shape.heads, &layout),
          selfAttentionNorm: LayerNorm(
            "\(name).selfAttentionNorm", width: width, epsilon: shape.epsilon, &layout),
          feedForward: FeedForward(
            "\(name).feedForward", width: width, innerWidth: shape.feedForwardWidth,
            activation: shape.activation, &layout),
          feedForwardNorm: LayerNorm(
            "\(name).feedForwardNorm", width: width, epsilon: shape.epsilon, &layout)))
    }
    self.layers = layers
    finalNorm =
      shape.hasFinalNorm
      ? LayerNorm("encoder.finalNorm", width: width, epsilon: shape.epsilon, &layout) : nil
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
    var x = embedding(source, from: nil, types: types, on: tape)
    for layer in layers {
      x = tape.sublayer(x, layer.selfAttentionNorm, normalizesBefore: normalizesBefore) {
        layer.selfAttention($0, layout: layout, on: tape)
      }
      x = tape.sublayer(x, layer.feedForwardNorm, normalizesBefore: normalizesBefore) {
        layer.feedForward($0, on: tape)
      }
    }
    return finalNorm.map { tape.layerNorm(x, $0) } ?? x
  }
}
