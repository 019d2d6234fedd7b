extension ModelConfiguration {
  /// What turns tokens into the encoder's and the decoder's input.
  package var embeddingShape: EmbeddingShape {
    EmbeddingShape(
      width: modelSize, positionRows: positionEmbeddings == .learned ? positionRows : 0,
      positionOffset: positionOffset, scale: scalesEmbeddings ? Float(modelSize).squareRoot() : 1,
      normEpsilon: hasEmbeddingNorm ? Float(layerNormEpsilon) : nil)
  }

  /// The encoder's layers.
  var encoderShape: StackShape {
    stack(
      layers: encoderLayers, heads: encoderHeads, feedForwardWidth: encoderFeedForwardSize)
  }

  /// The decoder's layers.
  var decoderShape: StackShape {
    stack(
      layers: decoderLayers, heads: decoderHeads, feedForwardWidth: decoderFeedForwardSize)
  }

  private func stack(layers: Int, heads: Int, feedForwardWidth: Int) -> StackShape {
    StackShape(
      width: modelSize, layers: layers, heads: heads, headSize: headSize ?? modelSize / heads,
      feedForwardWidth: feedForwardWidth, activation: activation, isGated: hasGatedFeedForward,
      normalizesBefore: normalizesBefore, hasFinalNorm: hasFinalNorm, norm: norm,
      epsilon: Float(layerNormEpsilon), hasBiases: hasBiases, scalesAttention: scalesAttention,
      relativePositions: positionEmbeddings == .relative
        ? RelativePositionShape(
          buckets: relativeBuckets, maximumDistance: relativeMaximumDistance) : nil)
  }
}
