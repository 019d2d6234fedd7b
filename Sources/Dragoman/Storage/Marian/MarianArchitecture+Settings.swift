/// A model's architecture as Marian's settings.
extension MarianArchitecture {
  /// What Marian adds to variances.
  static let layerNormEpsilon = 1e-6

  /// What Marian calls the activations that it has.
  static let activations: [String: Activation] = [
    "relu": .relu, "swish": .silu, "gelu": .sigmoidGELU,
  ]

  static func name(of activation: Activation) -> String? {
    activations.first { $0.value == activation }?.key
  }

  /// The YAML that a file of weights holds. Marian takes what is missing from its own defaults, so what these say
  /// of other models is left out.
  var settings: String {
    let model = configuration
    let sizes = (
      source: model.sourceVocabularySize ?? model.vocabularySize, target: model.vocabularySize
    )
    let isRecurrent = model.autoregression == .ssru
    let settings: [(String, String)] = [
      ("type", "transformer"),
      ("dim-vocabs", "[\(sizes.source), \(sizes.target)]"),
      ("dim-emb", "\(model.modelSize)"),
      ("enc-depth", "\(model.encoderLayers)"),
      ("dec-depth", "\(model.decoderLayers)"),
      ("dec-cell", isRecurrent ? "ssru" : "gru"),
      ("dec-cell-base-depth", "2"),
      ("dec-cell-high-depth", "1"),
      ("transformer-heads", "\(model.encoderHeads)"),
      ("transformer-dim-ffn", "\(model.encoderFeedForwardSize)"),
      ("transformer-decoder-dim-ffn", "\(model.decoderFeedForwardSize)"),
      ("transformer-ffn-depth", "2"),
      ("transformer-decoder-ffn-depth", "0"),
      ("transformer-ffn-activation", Self.name(of: model.activation) ?? ""),
      ("transformer-preprocess", model.normalizesBefore ? "n" : "\"\""),
      ("transformer-postprocess", model.normalizesBefore ? "da" : "dan"),
      ("transformer-postprocess-emb", "d"),
      ("transformer-postprocess-top", model.hasFinalNorm ? "n" : "\"\""),
      ("transformer-decoder-autoreg", isRecurrent ? "rnn" : "self-attention"),
      ("transformer-guided-alignment-layer", "last"),
      ("transformer-no-projection", "false"),
      ("transformer-rnn-projection", "false"),
      ("transformer-tied-layers", "[]"),
      ("transformer-train-position-embeddings", "false"),
      ("tied-embeddings", "\(model.tiedEmbeddings == .target)"),
      ("tied-embeddings-all", "\(model.tiedEmbeddings == .all)"),
      ("tied-embeddings-src", "\(model.tiedEmbeddings == .embeddings)"),
      ("output-omit-bias", "false"),
      ("layer-normalization", "false"),
      ("right-left", "false"),
      ("skip", "false"),
      ("input-types", "[]"),
      ("lemma-dim-emb", "0"),
      ("version", "Dragoman \(dragomanVersion)"),
    ]
    return settings.map { "\($0): \($1)\n" }.joined()
  }
}
