/// The sizes and the form of a stack of layers, an encoder's or a decoder's.
struct StackShape: Sendable, Equatable {
  /// Width of the stack, D.
  var width: Int
  /// How many layers it has.
  var layers: Int
  /// Attention heads in each layer.
  var heads: Int
  /// Width of a head.
  var headSize: Int
  /// Inner width of feed-forward layers.
  var feedForwardWidth: Int
  /// The activation of feed-forward layers.
  var activation: Activation
  /// Whether what is activated gates a second projection (Shazeer 2020).
  var isGated = false
  /// Whether a sublayer normalises its input (Xiong et al. 2020) instead of its sum with it.
  var normalizesBefore: Bool
  /// Whether the output is normalised once more.
  var hasFinalNorm: Bool
  /// What rows are normalised by.
  var norm = NormKind.layer
  /// Added to variances in norms, or to mean squares.
  var epsilon: Float
  /// Whether linear layers have biases.
  var hasBiases = true
  /// Whether attention divides its scores by the root of the size of a head.
  var scalesAttention = true
  /// How attention tells positions apart; `nil` where embeddings do.
  var relativePositions: RelativePositionShape?

  /// Width of all heads together.
  var attentionWidth: Int { heads * headSize }
}
