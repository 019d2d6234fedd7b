/// The size and form of an encoder that is to be pretrained: a preset, and what departs from it.
public struct EncoderShape: Sendable, Equatable {
  /// Where an encoder's form is from.
  public enum Form: String, CaseIterable, Sendable {
    /// A translator of Dragoman's, which may then begin with it: it normalises before its sublayers, and
    /// positions are sines and cosines.
    case translator
    /// BERT: it normalises after its sublayers, its positions are learned, and its activation is GELU.
    case bert
  }

  /// The size.
  public var preset: Preset
  /// The form.
  public var form = Form.translator
  /// Width of the model, D.
  public var width: Int?
  /// How many layers it has.
  public var layers: Int?
  /// Attention heads in each layer; they divide D.
  public var heads: Int?
  /// Inner width of feed-forward layers.
  public var feedForwardWidth: Int?

  /// A preset as it is.
  public init(_ preset: Preset) { self.preset = preset }

  /// What is wrong with the sizes by themselves; `nil` when nothing is.
  public func fault() -> SettingFault? {
    typealias Ranges = ModelConfiguration.Ranges
    return SettingFault.first(
      SettingFault("model-size", width, in: Ranges.modelSize),
      SettingFault("layers", layers, in: Ranges.layers),
      SettingFault("heads", heads, in: Ranges.heads),
      SettingFault("feed-forward-size", feedForwardWidth, in: Ranges.feedForwardSize))
  }

  /// The architecture of a translator with this encoder, and a decoder as deep.
  ///
  /// - Parameter maximumLength: Tokens of the longest sequence that the model must hold.
  /// - Throws: ``InputError`` when sizes do not fit together, or the form is not a translator's.
  func translator(vocabularySize: Int, maximumLength: Int) throws -> ModelConfiguration {
    guard form == .translator else {
      throw InputError(
        "\(Setting.form) \(form.rawValue)",
        "encoder and decoder together have a translator's form.",
        remedy: "Leave it out, or choose another \(Setting.objective).")
    }
    var model = ModelConfiguration(preset, vocabularySize: vocabularySize)
    model.modelSize = width ?? model.modelSize
    (model.encoderLayers, model.decoderLayers) = (
      layers ?? model.encoderLayers, layers ?? model.decoderLayers
    )
    (model.encoderHeads, model.decoderHeads) = (
      heads ?? model.encoderHeads, heads ?? model.decoderHeads
    )
    model.encoderFeedForwardSize = feedForwardWidth ?? model.encoderFeedForwardSize
    model.decoderFeedForwardSize = feedForwardWidth ?? model.decoderFeedForwardSize
    model.maximumPositions = max(model.maximumPositions, maximumLength)
    if let (key, problem) = model.fault() {
      throw InputError(key.rawValue, "\(problem).", remedy: "Choose other sizes for the model.")
    }
    return model
  }

  /// The architecture for a vocabulary.
  ///
  /// - Parameter maximumLength: Tokens of the longest sequence that the model must hold.
  /// - Throws: ``InputError`` when sizes do not fit together.
  func configuration(
    vocabularySize: Int, maximumLength: Int, predictsNextSentence: Bool
  ) throws -> BERTConfiguration {
    let sizes = ModelConfiguration(preset, vocabularySize: vocabularySize)
    var model = BERTConfiguration(
      vocabularySize: vocabularySize, width: width ?? sizes.modelSize,
      layers: layers ?? sizes.encoderLayers, heads: heads ?? sizes.encoderHeads,
      feedForwardWidth: feedForwardWidth ?? sizes.encoderFeedForwardSize)
    model.predictions.tokens = true
    model.predictions.sequence = predictsNextSentence
    model.predictions.nextSentence = predictsNextSentence
    model.tokenTypes = predictsNextSentence ? 2 : 0
    model.maximumPositions = max(model.maximumPositions, maximumLength)
    if form == .translator {
      model.activation = sizes.activation
      model.layerNormEpsilon = sizes.layerNormEpsilon
      model.normalizesBefore = sizes.normalizesBefore
      model.hasFinalNorm = sizes.hasFinalNorm
      model.hasEmbeddingNorm = sizes.hasEmbeddingNorm
      model.positionEmbeddings = sizes.positionEmbeddings
      model.scalesEmbeddings = sizes.scalesEmbeddings
      model.maximumPositions = max(sizes.maximumPositions, maximumLength)
    }
    if let (key, problem) = model.fault() {
      throw InputError(key.rawValue, "\(problem).", remedy: "Choose other sizes for the model.")
    }
    return model
  }
}
