/// The architecture of an encoder for understanding (BERT, Devlin et al. 2019): all that is needed to know its
/// parameters and how they work together.
///
/// The keys in `config.json` are Hugging Face's where it has one. The defaults are BERT's; the last fields
/// make of the encoder one that a translator may begin with.
public struct BERTConfiguration: Codable, Sendable, Equatable {
  /// Tokens in the vocabulary, V.
  public var vocabularySize: Int
  /// Width of the model, D; even, and a multiple of the number of heads.
  public var width: Int
  /// How many layers it has.
  public var layers: Int
  /// Attention heads in each layer.
  public var heads: Int
  /// Inner width of feed-forward layers.
  public var feedForwardWidth: Int
  /// The activation of feed-forward layers, and of the head for masked tokens.
  package var activation = Activation.gelu
  /// The longest sequence in tokens, begin and end marks included.
  public var maximumPositions = 512
  /// Kinds of tokens, such as those of a first and a second sentence; 0 where they are not told apart.
  public var tokenTypes = 2
  /// Added to variances in layer norms.
  public var layerNormEpsilon = 1e-12
  /// What it predicts, beside the vectors of tokens.
  public var predictions = Predictions()
  /// Whether a sublayer normalises its input (Xiong et al. 2020) instead of its sum with it.
  public var normalizesBefore = false
  /// Whether the last layer's output is normalised once more, as pre-norm models need.
  public var hasFinalNorm = false
  /// Whether embeddings are normalised.
  public var hasEmbeddingNorm = true
  /// How positions are told apart.
  public var positionEmbeddings = ModelConfiguration.PositionEmbeddings.learned
  /// Whether the vectors of tokens are multiplied by sqrt(D) (Vaswani et al. 2017, section 3.4).
  public var scalesEmbeddings = false

  /// What a model has parameters for, beside its encoder.
  public struct Predictions: Codable, Sendable, Equatable {
    /// A vector of the whole sequence: the tanh of an affine map of the first token's (the pooler).
    public var sequence = false
    /// Tokens that are masked.
    public var tokens = false
    /// Whether the second sentence follows the first in its text; needs ``sequence``.
    public var nextSentence = false
    /// The classes that sequences belong to; empty for none. Needs ``sequence``.
    public var classes: [String] = []
    /// The tags that words have, `O` first; empty for none.
    public var tags: [String] = []
    /// A number for each sequence. Needs ``sequence``.
    public var number = false

    /// How many logits labels have: one for each class or tag, or the number itself; 0 where nothing has labels.
    var labelCount: Int { number ? 1 : classes.count + tags.count }

    enum CodingKeys: String, CodingKey {
      case sequence = "pooler"
      case tokens = "masked_tokens"
      case nextSentence = "next_sentence"
      case classes, tags, number
    }

    /// Nothing.
    public init() {}
  }

  enum CodingKeys: String, CodingKey {
    case vocabularySize = "vocab_size"
    case width = "hidden_size"
    case layers = "num_hidden_layers"
    case heads = "num_attention_heads"
    case feedForwardWidth = "intermediate_size"
    case activation = "hidden_act"
    case maximumPositions = "max_position_embeddings"
    case tokenTypes = "type_vocab_size"
    case layerNormEpsilon = "layer_norm_eps"
    case predictions
    case normalizesBefore = "normalize_before"
    case hasFinalNorm = "final_norm"
    case hasEmbeddingNorm = "embedding_norm"
    case positionEmbeddings = "position_embeddings"
    case scalesEmbeddings = "scale_embedding"
  }

  /// An encoder of these sizes with BERT's form.
  public init(
    vocabularySize: Int, width: Int, layers: Int, heads: Int, feedForwardWidth: Int
  ) {
    self.vocabularySize = vocabularySize
    self.width = width
    self.layers = layers
    self.heads = heads
    self.feedForwardWidth = feedForwardWidth
  }

  /// What is wrong with the configuration, as the key of the file and the fault; `nil` when nothing is.
  func fault() -> (key: CodingKeys, problem: String)? {
    typealias Ranges = ModelConfiguration.Ranges
    let sizes: [(CodingKeys, Int, ClosedRange<Int>)] = [
      (.vocabularySize, vocabularySize, Ranges.vocabularySize),
      (.width, width, Ranges.modelSize),
      (.layers, layers, Ranges.layers),
      (.heads, heads, Ranges.heads),
      (.feedForwardWidth, feedForwardWidth, Ranges.feedForwardSize),
      (.maximumPositions, maximumPositions, 4...1_048_576),
      (.tokenTypes, tokenTypes, 0...1024),
    ]
    for (key, value, range) in sizes where !range.contains(value) {
      return (key, "\(value), but it must be from \(range.lowerBound) to \(range.upperBound)")
    }
    if !width.isMultiple(of: heads) {
      return (.heads, "\(heads), which does not divide \(CodingKeys.width.rawValue) \(width)")
    }
    if !width.isMultiple(of: 2) { return (.width, "\(width), but it must be even") }
    let mostPositions = ModelConfiguration.mostPositionElements / width
    if maximumPositions > mostPositions {
      return (
        .maximumPositions,
        "\(maximumPositions), but with \(CodingKeys.width.rawValue) \(width) it must be at most \(mostPositions)"
      )
    }
    if !(1e-30...1).contains(layerNormEpsilon) {
      return (.layerNormEpsilon, "\(layerNormEpsilon), but it must be from 1e-30 to 1")
    }
    let needsPooler =
      predictions.nextSentence || predictions.number || !predictions.classes.isEmpty
    if needsPooler, !predictions.sequence {
      return (.predictions, "without a pooler, which sequences are judged by")
    }
    let kinds = [!predictions.classes.isEmpty, !predictions.tags.isEmpty, predictions.number]
    if kinds.count(where: \.self) > 1 {
      return (.predictions, "of classes, tags and a number more than one")
    }
    return nil
  }
}

extension BERTConfiguration {
  /// The encoder's layers.
  var stackShape: StackShape {
    StackShape(
      width: width, layers: layers, heads: heads, headSize: width / heads,
      feedForwardWidth: feedForwardWidth, activation: activation,
      normalizesBefore: normalizesBefore, hasFinalNorm: hasFinalNorm,
      epsilon: Float(layerNormEpsilon))
  }

  /// What turns tokens into the encoder's input.
  var embeddingShape: EmbeddingShape {
    EmbeddingShape(
      width: width, positionRows: positionEmbeddings == .learned ? maximumPositions : 0,
      positionOffset: 0,
      scale: scalesEmbeddings ? Float(width).squareRoot() : 1,
      normEpsilon: hasEmbeddingNorm ? Float(layerNormEpsilon) : nil, tokenTypes: tokenTypes)
  }
}
