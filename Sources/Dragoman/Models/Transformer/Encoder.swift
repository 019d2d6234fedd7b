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
    embedding: TokenEmbedding, _ configuration: ModelConfiguration, _ layout: inout ParameterLayout
  ) {
    self.embedding = embedding
    let width = configuration.modelSize
    var layers: [Layer] = []
    for index in 0..<configuration.encoderLayers {
      let name = "encoder.\(index)"
      layers.append(
        Layer(
          selfAttention: SelfAttention(
            "\(name).selfAttention", width: width, heads: configuration.encoderHeads, &layout),
          selfAttentionNorm: LayerNorm("\(name).selfAttentionNorm", configuration, &layout),
          feedForward: FeedForward(
            "\(name).feedForward", width: width, innerWidth: configuration.encoderFeedForwardSize,
            activation: configuration.activation, &layout),
          feedForwardNorm: LayerNorm("\(name).feedForwardNorm", configuration, &layout)))
    }
    self.layers = layers
    finalNorm =
      configuration.hasFinalNorm ? LayerNorm("encoder.finalNorm", configuration, &layout) : nil
    normalizesBefore = configuration.normalizesBefore
  }

  /// - Parameter source: The tokens of each sentence.
  /// - Returns: One vector a token, [N, D].
  package func callAsFunction(_ source: RaggedTokens, on tape: Tape) -> Variable {
    let layout = AttentionLayout(
      queryOffsets: source.offsets, keyOffsets: source.offsets, isCausal: false)
    var x = embedding(source, from: nil, on: tape)
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
