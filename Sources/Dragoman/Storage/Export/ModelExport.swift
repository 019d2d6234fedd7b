/// Writes a model in the form of another system, so that its library computes with the same weights.
public struct ModelExport {
  /// A form of models.
  public enum Format: String, CaseIterable, Sendable {
    /// A folder of Hugging Face's Transformers, for `AutoModelForSeq2SeqLM` and `AutoTokenizer`.
    case huggingface
    /// A folder of CTranslate2, for `ctranslate2.Translator`.
    case ctranslate2
    /// A folder of Dragoman with weights in int8: a quarter of the size, and the translations that int8 gives.
    case int8 = "dragoman-int8"
  }

  let source: ModelFolder
  let transformer: Transformer
  let weights: ParameterBuffer
  let tokenizers: TokenizerPair

  /// Reads a model, in whatever form it is.
  ///
  /// - Throws: ``InputError`` as for any use of it.
  public init(_ folder: ModelFolder) throws {
    source = folder
    let (transformer, weights) = try folder.loadModel()
    self.transformer = transformer
    self.weights = weights.parameters
    tokenizers = try folder.loadTokenizers()
    try tokenizers.check(transformer.configuration, of: folder)
  }

  /// Writes the model into a folder, which is made if need be.
  ///
  /// - Throws: ``InputError`` when the form cannot hold the model, or the folder cannot be written.
  public func write(_ format: Format, to folder: ModelFolder) throws {
    switch format {
    case .huggingface: try HuggingFaceExport(self).write(to: folder)
    case .ctranslate2: try CTranslate2Export(self).write(to: folder)
    case .int8: try QuantizedExport(self).write(to: folder)
    }
  }

  /// Refuses what the layers of T5 have and those of other classes have not.
  ///
  /// - Throws: ``InputError`` naming what the form cannot hold.
  func refuseT5Layers(_ format: Format) throws {
    let configuration = configuration
    for (isThere, part) in [
      (configuration.positionEmbeddings == .relative, "relative positions"),
      (configuration.norm == .rms, "norms without a mean"),
      (configuration.hasGatedFeedForward, "gated feed-forward layers"),
      (!configuration.hasBiases, "layers without biases"),
      (!configuration.scalesAttention, "attention that is not scaled"),
      (configuration.scalesOutput, "an output that is scaled"),
      (configuration.headSize != nil, "heads of a width of their own"),
    ] where isThere {
      throw unfit(format, "it has \(part), as T5 has")
    }
  }

  var configuration: ModelConfiguration { transformer.configuration }

  /// That a form cannot hold the model.
  func unfit(_ format: Format, _ reason: String) -> InputError {
    InputError(
      source.path, "cannot be written for \(format.rawValue): \(reason).",
      remedy: "Choose another \("format" as Setting), or train a model of another shape.")
  }

  /// The name of the token with which decoding starts; `nil` where it starts with zeros.
  var startName: String? {
    tokenizers.targetFrame.before.first.flatMap { $0 < 0 ? nil : tokenizers.target.piece($0) }
  }

  var endName: String { tokenizers.target.piece(tokenizers.targetFrame.end) }
}
