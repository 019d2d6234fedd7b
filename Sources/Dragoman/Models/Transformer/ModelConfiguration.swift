/// The architecture of a model: all that is needed to know its parameters and how they work together.
///
/// In `config.json` the keys are those that Hugging Face's encoder-decoder models use where they have
/// one. The numbers of parameters in ``Preset`` are for 8,000 tokens.
public struct ModelConfiguration: Codable, Sendable, Equatable {
  /// What shares one matrix (Press & Wolf 2017).
  public enum TiedEmbeddings: String, Codable, Sendable {
    /// Source, target and output; the vocabulary is joint.
    case all
    /// Target and output.
    case target
    /// Source and target; the vocabulary is joint.
    case embeddings
    /// Nothing.
    case none
  }

  /// How positions are told apart.
  public enum PositionEmbeddings: String, Codable, Sendable {
    /// By fixed sines and cosines (Vaswani et al. 2017, section 3.5).
    case sinusoidal
    /// By learned vectors (Gehring et al. 2017).
    case learned
    /// By learned biases of attention, one for each head and range of distances (Raffel et al. 2020, T5).
    case relative
  }

  /// How the layers of a decoder look at the target's tokens before.
  public enum Autoregression: String, Codable, Sendable {
    /// By attention to all of them (Vaswani et al. 2017).
    case selfAttention = "self_attention"
    /// By a recurrence, the simpler simple recurrent unit (Kim et al. 2019).
    case ssru
  }

  /// The wave lengths of fixed positions: 2π·10000^x, where x grows from 0 in D/2 equal steps.
  public enum PositionFrequencies: String, Codable, Sendable {
    /// x = 2i/D (Vaswani et al. 2017), which does not reach 1.
    case paper
    /// x = i/(D/2 - 1), which does, as in tensor2tensor, fairseq and Marian.
    case tensor2tensor
  }

  /// Tokens in the vocabulary, V; in that of the target, where each side has one.
  public var vocabularySize: Int
  /// Tokens in the vocabulary of the source; `nil` where the vocabulary is joint.
  public var sourceVocabularySize: Int?
  /// Width of the model, D; even, and a multiple of both numbers of heads where ``headSize`` is not given.
  public var modelSize: Int
  /// Layers of the encoder.
  public var encoderLayers: Int
  /// Layers of the decoder.
  public var decoderLayers: Int
  /// Attention heads in each encoder layer.
  public var encoderHeads: Int
  /// Attention heads in each decoder layer.
  public var decoderHeads: Int
  /// Inner width of the encoder's feed-forward layers.
  public var encoderFeedForwardSize: Int
  /// Inner width of the decoder's feed-forward layers.
  public var decoderFeedForwardSize: Int
  /// The activation of feed-forward layers: `relu`, `gelu`, `silu`, `gelu_new` or `quick_gelu`.
  package var activation: Activation = .relu
  /// Whether a sublayer normalises its input (Xiong et al. 2020) instead of its sum with it.
  public var normalizesBefore = false
  /// Whether the encoder's and the decoder's output are normalised once more, as pre-norm models need.
  public var hasFinalNorm = false
  /// Whether embeddings are normalised (Liu et al. 2020, mBART).
  public var hasEmbeddingNorm = false
  /// How the layers of the decoder look at the target's tokens before.
  public var autoregression = Autoregression.selfAttention
  /// How positions are told apart.
  public var positionEmbeddings = PositionEmbeddings.sinusoidal
  /// The wave lengths of fixed positions.
  public var positionFrequencies = PositionFrequencies.paper
  /// Added to every position; 2 in fairseq's models.
  public var positionOffset = 0
  /// The longest sequence in tokens, begin or end marks included.
  public var maximumPositions = 1024
  /// Whether embeddings are multiplied by sqrt(D) (Vaswani et al. 2017, section 3.4).
  public var scalesEmbeddings = true
  /// What shares one matrix.
  public var tiedEmbeddings = TiedEmbeddings.all
  /// Whether the output layer has a bias.
  public var hasOutputBias = false
  /// Added to variances in layer norms, or to mean squares.
  public var layerNormEpsilon = 1e-5
  /// What is normalised by: `layer` or `rms`.
  package var norm = NormKind.layer
  /// Width of an attention head; `nil` where the heads of a layer share D.
  public var headSize: Int?
  /// Whether the linear layers of attention and feed-forward layers have biases.
  public var hasBiases = true
  /// Whether the activation of a feed-forward layer gates a second projection (Shazeer 2020).
  public var hasGatedFeedForward = false
  /// Whether attention divides scores by the root of a head's width (Vaswani et al. 2017, section 3.2.1).
  public var scalesAttention = true
  /// Biases of each head where positions are relative.
  public var relativeBuckets = 32
  /// From this distance on relative positions are alike.
  public var relativeMaximumDistance = 128
  /// Whether the decoder's vectors are divided by sqrt(D) before the output layer (Raffel et al. 2020, T5).
  public var scalesOutput = false

  enum CodingKeys: String, CodingKey {
    case vocabularySize = "vocab_size"
    case sourceVocabularySize = "source_vocab_size"
    case modelSize = "d_model"
    case encoderLayers = "encoder_layers"
    case decoderLayers = "decoder_layers"
    case encoderHeads = "encoder_attention_heads"
    case decoderHeads = "decoder_attention_heads"
    case encoderFeedForwardSize = "encoder_ffn_dim"
    case decoderFeedForwardSize = "decoder_ffn_dim"
    case activation = "activation_function"
    case normalizesBefore = "normalize_before"
    case hasFinalNorm = "final_norm"
    case hasEmbeddingNorm = "embedding_norm"
    case autoregression = "decoder_autoregression"
    case positionEmbeddings = "position_embeddings"
    case positionFrequencies = "position_frequencies"
    case positionOffset = "position_offset"
    case maximumPositions = "max_position_embeddings"
    case scalesEmbeddings = "scale_embedding"
    case tiedEmbeddings = "tied_embeddings"
    case hasOutputBias = "output_bias"
    case layerNormEpsilon = "layer_norm_eps"
    case norm
    case headSize = "d_kv"
    case hasBiases = "use_bias"
    case hasGatedFeedForward = "gated_feed_forward"
    case scalesAttention = "scale_attention"
    case relativeBuckets = "relative_attention_num_buckets"
    case relativeMaximumDistance = "relative_attention_max_distance"
    case scalesOutput = "scale_decoder_outputs"
  }

  /// A model of a usual size, which normalises before its sublayers: on small corpora such a model
  /// learns in half the updates, and from a higher learning rate.
  public init(_ preset: Preset, vocabularySize: Int) {
    self.vocabularySize = vocabularySize
    (modelSize, encoderLayers, encoderHeads, encoderFeedForwardSize) =
      switch preset {
      case .tiny: (128, 4, 4, 256)
      case .small: (256, 3, 4, 1024)
      case .base: (512, 6, 8, 2048)
      }
    decoderLayers = encoderLayers
    decoderHeads = encoderHeads
    decoderFeedForwardSize = encoderFeedForwardSize
    normalizesBefore = true
    hasFinalNorm = true
  }

  /// Rows of a table of positions.
  var positionRows: Int { maximumPositions + positionOffset }

  /// Elements of the largest table of positions, 512 MiB: the one thing that a model needs much memory
  /// for and that its weights do not hold.
  static let mostPositionElements = 1 << 27

  /// What sizes may be.
  package enum Ranges {
    package static let vocabularySize = 3...10_000_000
    package static let modelSize = 2...65_536
    package static let layers = 1...256
    package static let heads = 1...1024
    package static let feedForwardSize = 1...1_048_576
    static let headSize = 1...65_536
    static let relativeBuckets = 4...4096
  }

  /// What is wrong with the configuration, as the key of the file and the fault; `nil` when nothing is.
  func fault() -> (key: CodingKeys, problem: String)? {
    let sizes: [(CodingKeys, Int, ClosedRange<Int>)] = [
      (.vocabularySize, vocabularySize, Ranges.vocabularySize),
      (.sourceVocabularySize, sourceVocabularySize ?? vocabularySize, Ranges.vocabularySize),
      (.modelSize, modelSize, Ranges.modelSize),
      (.encoderLayers, encoderLayers, Ranges.layers),
      (.decoderLayers, decoderLayers, Ranges.layers),
      (.encoderHeads, encoderHeads, Ranges.heads),
      (.decoderHeads, decoderHeads, Ranges.heads),
      (.encoderFeedForwardSize, encoderFeedForwardSize, Ranges.feedForwardSize),
      (.decoderFeedForwardSize, decoderFeedForwardSize, Ranges.feedForwardSize),
      (.positionOffset, positionOffset, 0...1024),
      (.maximumPositions, maximumPositions, 2...1_048_576),
      (.headSize, headSize ?? 1, Ranges.headSize),
      (.relativeBuckets, relativeBuckets, Ranges.relativeBuckets),
      (.relativeMaximumDistance, relativeMaximumDistance, 2...1_048_576),
    ]
    for (key, value, range) in sizes where !range.contains(value) {
      return (key, "\(value), but it must be from \(range.lowerBound) to \(range.upperBound)")
    }
    for (key, heads) in [(CodingKeys.encoderHeads, encoderHeads), (.decoderHeads, decoderHeads)]
    where headSize == nil && !modelSize.isMultiple(of: heads) {
      return (key, "\(heads), which does not divide d_model \(modelSize)")
    }
    if [.all, .embeddings].contains(tiedEmbeddings), sourceVocabularySize != nil {
      return (
        .tiedEmbeddings, "\(tiedEmbeddings.rawValue), but each side has a vocabulary of its own"
      )
    }
    if !modelSize.isMultiple(of: 2) { return (.modelSize, "\(modelSize), but it must be even") }
    if positionFrequencies == .tensor2tensor, modelSize < 4 {
      return (.modelSize, "\(modelSize), but with such positions it must be at least 4")
    }
    if positionEmbeddings == .relative, autoregression != .selfAttention {
      return (.autoregression, "\(autoregression.rawValue), which has no relative positions")
    }
    if positionEmbeddings == .relative, !relativeBuckets.isMultiple(of: 2) {
      return (.relativeBuckets, "\(relativeBuckets), but it must be even")
    }
    if positionEmbeddings == .relative, relativeMaximumDistance <= relativeBuckets / 2 {
      return (
        .relativeMaximumDistance,
        "\(relativeMaximumDistance), but it must be more than half of the \(relativeBuckets) buckets"
      )
    }
    let mostPositions = Self.mostPositionElements / modelSize - positionOffset
    if maximumPositions > mostPositions {
      return (
        .maximumPositions,
        "\(maximumPositions), but with d_model \(modelSize) it must be at most \(mostPositions)"
      )
    }
    if !(1e-30...1).contains(layerNormEpsilon) {
      return (.layerNormEpsilon, "\(layerNormEpsilon), but it must be from 1e-30 to 1")
    }
    return nil
  }
}

/// Sizes of models that fit usual sizes of corpora.
public enum Preset: String, CaseIterable, Sendable {
  /// D 128, 4 + 4 layers, 4 heads, feed-forward 256: 2.3 million parameters (Wu et al. 2021).
  case tiny
  /// D 256, 3 + 3 layers, 4 heads, feed-forward 1,024: 7.6 million parameters (JoeyNMT's size).
  case small
  /// D 512, 6 + 6 layers, 8 heads, feed-forward 2,048: 48 million parameters (Vaswani et al. 2017).
  case base
}
