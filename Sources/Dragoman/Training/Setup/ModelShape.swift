/// The size and form of a model that is to be trained: a preset, and what departs from it.
public struct ModelShape: Sendable, Equatable {
  /// The size.
  public var preset: Preset
  /// Width of the model, D.
  public var modelSize: Int?
  /// Layers of the encoder.
  public var encoderLayers: Int?
  /// Layers of the decoder.
  public var decoderLayers: Int?
  /// Attention heads in each layer; they divide D.
  public var heads: Int?
  /// Inner width of feed-forward layers.
  public var feedForwardSize: Int?
  /// Whether sublayers normalise their input (pre-norm, Xiong et al. 2020) instead of their sum with it
  /// (post-norm, Vaswani et al. 2017). Default true.
  public var normalizesBefore = true
  /// What shares one matrix (Press & Wolf 2017). Default `nil`: as much as the vocabulary allows.
  public var tiedEmbeddings: ModelConfiguration.TiedEmbeddings?

  /// A preset as it is.
  public init(_ preset: Preset) { self.preset = preset }

  /// What is wrong with the sizes by themselves; `nil` when nothing is.
  public func fault() -> SettingFault? {
    typealias Ranges = ModelConfiguration.Ranges
    return SettingFault.first(
      SettingFault("model-size", modelSize, in: Ranges.modelSize),
      SettingFault("encoder-layers", encoderLayers, in: Ranges.layers),
      SettingFault("decoder-layers", decoderLayers, in: Ranges.layers),
      SettingFault("heads", heads, in: Ranges.heads),
      SettingFault("feed-forward-size", feedForwardSize, in: Ranges.feedForwardSize))
  }

  /// The architecture for a vocabulary.
  ///
  /// - Parameter maximumLength: Tokens of the longest sequence that the model must hold.
  /// - Throws: ``InputError`` when sizes do not fit together.
  func configuration(
    for tokenizers: TokenizerPair, maximumLength: Int
  ) throws -> ModelConfiguration {
    var model = ModelConfiguration(preset, vocabularySize: tokenizers.target.count)
    if !tokenizers.isJoint { model.sourceVocabularySize = tokenizers.source.count }
    model.modelSize = modelSize ?? model.modelSize
    model.encoderLayers = encoderLayers ?? model.encoderLayers
    model.decoderLayers = decoderLayers ?? model.decoderLayers
    model.encoderHeads = heads ?? model.encoderHeads
    model.decoderHeads = heads ?? model.decoderHeads
    model.encoderFeedForwardSize = feedForwardSize ?? model.encoderFeedForwardSize
    model.decoderFeedForwardSize = feedForwardSize ?? model.decoderFeedForwardSize
    model.normalizesBefore = normalizesBefore
    model.hasFinalNorm = normalizesBefore
    model.tiedEmbeddings = tiedEmbeddings ?? (tokenizers.isJoint ? .all : .target)
    model.maximumPositions = max(model.maximumPositions, maximumLength)
    if let (key, problem) = model.fault() {
      throw InputError(
        key.rawValue, "\(problem).", remedy: "Choose other sizes for the model.")
    }
    return model
  }
}
