/// Writes the target: a stack of self-attention or recurrence, attention to the source and feed-forward layers.
package struct Decoder: Sendable {
  /// How a layer looks at the target's tokens before.
  private enum Autoregression {
    case selfAttention(SelfAttention)
    case recurrence(SimpleRecurrence)
  }

  private struct Layer {
    let autoregression: Autoregression
    let autoregressionNorm: Norm
    let crossAttention: CrossAttention
    let crossAttentionNorm: Norm
    let feedForward: FeedForward
    let feedForwardNorm: Norm
  }

  private let embedding: TokenEmbedding
  private let relativePositions: RelativePositions?
  private let layers: [Layer]
  private let finalNorm: Norm?
  private let outputScale: Float?
  private let normalizesBefore: Bool
  /// Width of all heads of a layer.
  private let attentionWidth: Int
  /// Numbers that decoding remembers of a target's token in a layer.
  private let rememberedColumns: Int

  /// - Parameter outputScale: What the decoder's vectors are multiplied by; `nil` for nothing.
  init(
    embedding: TokenEmbedding, _ shape: StackShape,
    _ autoregression: ModelConfiguration.Autoregression, outputScale: Float?,
    _ layout: inout ParameterLayout
  ) {
    self.embedding = embedding
    attentionWidth = shape.attentionWidth
    relativePositions = shape.relativePositions.map {
      RelativePositions("decoder", $0, heads: shape.heads, isCausal: true, &layout)
    }
    var layers: [Layer] = []
    for index in 0..<shape.layers {
      let name = "decoder.\(index)"
      let kind = autoregression == .ssru ? "recurrence" : "selfAttention"
      layers.append(
        Layer(
          autoregression: autoregression == .ssru
            ? .recurrence(SimpleRecurrence("\(name).\(kind)", width: shape.width, &layout))
            : .selfAttention(SelfAttention("\(name).\(kind)", shape, &layout)),
          autoregressionNorm: Norm("\(name).\(kind)Norm", shape, &layout),
          crossAttention: CrossAttention("\(name).crossAttention", shape, &layout),
          crossAttentionNorm: Norm("\(name).crossAttentionNorm", shape, &layout),
          feedForward: FeedForward("\(name).feedForward", shape, &layout),
          feedForwardNorm: Norm("\(name).feedForwardNorm", shape, &layout)))
    }
    self.layers = layers
    rememberedColumns = autoregression == .ssru ? shape.width : 2 * attentionWidth
    finalNorm = shape.hasFinalNorm ? Norm("decoder.finalNorm", shape, &layout) : nil
    self.outputScale = outputScale
    normalizesBefore = shape.normalizesBefore
  }

  /// The state in which the whole target is taken at once.
  ///
  /// - Parameters:
  ///   - memory: The encoder's output, [source tokens, D].
  ///   - offsets: Where each sentence begins in it, and the end of the last.
  ///   - guide: Says where the target's tokens should look in the source.
  package func teacherForcing(
    _ memory: Variable, offsets: [Int32], guide: AttentionGuide? = nil, on tape: Tape
  ) -> some DecoderState {
    TeacherForcing(source: project(memory, on: tape), offsets: offsets, guide: guide)
  }

  /// A state in which targets grow token by token; it has no sentence yet.
  package func incrementalState(
    recordsAttention: Bool = false, on device: Device = .host
  ) -> IncrementalState {
    IncrementalState(
      layers: layers.count, sourceColumns: 2 * attentionWidth, targetColumns: rememberedColumns,
      recordsAttention: recordsAttention, on: device)
  }

  /// The layer whose attention tells best which words were translated: the last but one, where there
  /// are more than two (Garg et al. 2019, section 3.2).
  private var alignmentLayer: Int { max(layers.count - 2, 0) }

  /// Adds sentences to a state; parameters as for `teacherForcing`.
  package func add(
    _ memory: Variable, offsets: [Int32], to state: IncrementalState, on tape: Tape
  ) {
    state.add(project(memory, on: tape), offsets: offsets)
  }

  /// The source's keys and values for each layer, [source tokens, 2D].
  private func project(_ memory: Variable, on tape: Tape) -> [Variable] {
    layers.map { $0.crossAttention.project(memory, on: tape) }
  }

  /// Takes the next tokens of each hypothesis.
  ///
  /// - Parameters:
  ///   - tokens: One sequence a hypothesis. Before the first token of a target comes the begin mark.
  ///   - state: What came before; knows these tokens afterwards.
  /// - Returns: One vector a token, [N, D], from which the output layer predicts the next token.
  package func callAsFunction(
    _ tokens: RaggedTokens, state: some DecoderState, on tape: Tape
  ) -> Variable {
    var x = embedding(tokens, from: state.starts, on: tape)
    let selfLayout = state.begin(tokens)
    let crossLayout = state.crossAttentionLayout(tokens)
    let bias = relativePositions?(upTo: max(1, selfLayout.mostKeys), on: tape)
    for (index, layer) in layers.enumerated() {
      x = tape.sublayer(x, layer.autoregressionNorm, normalizesBefore: normalizesBefore) {
        switch layer.autoregression {
        case .selfAttention(let attention):
          return attention($0, layout: selfLayout, bias: bias, on: tape) {
            state.targetKeysValues(adding: $0, layer: index)
          }
        case .recurrence(let recurrence):
          let (output, cells) = recurrence(
            $0, layout: state.recurrenceLayout(tokens, layer: index), on: tape)
          state.remember(cells: cells, layer: index)
          return output
        }
      }
      x = tape.sublayer(x, layer.crossAttentionNorm, normalizesBefore: normalizesBefore) {
        layer.crossAttention(
          $0, source: state.sourceKeysValues(layer: index), layout: crossLayout,
          observer: index == alignmentLayer ? state.observer : nil,
          guide: index == alignmentLayer ? state.guide : nil, on: tape)
      }
      x = tape.sublayer(x, layer.feedForwardNorm, normalizesBefore: normalizesBefore) {
        layer.feedForward($0, on: tape)
      }
    }
    if let finalNorm { x = tape.norm(x, finalNorm) }
    return outputScale.map { tape.scaled(x, by: $0) } ?? x
  }
}
