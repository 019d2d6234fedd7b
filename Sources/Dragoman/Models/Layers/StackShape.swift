/// The sizes and the form of a stack of layers, an encoder's or a decoder's.
struct StackShape: Sendable, Equatable {
  /// Width of the stack, D.
  var width: Int
  /// How many layers it has.
  var layers: Int
  /// Attention heads in each layer.
  var heads: Int
  /// Inner width of feed-forward layers.
  var feedForwardWidth: Int
  /// The activation of feed-forward layers.
  var activation: Activation
  /// Whether a sublayer normalises its input (Xiong et al. 2020) instead of its sum with it.
  var normalizesBefore: Bool
  /// Whether the output is normalised once more.
  var hasFinalNorm: Bool
  /// Added to variances in norms.
  var epsilon: Float
}
