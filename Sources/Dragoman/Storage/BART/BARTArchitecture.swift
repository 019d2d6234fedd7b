/// The encoder-decoder classes of Transformers that have BART's layers and names of tensors, by the name that
/// `config.json` has for them. They differ in where they normalise and in how they tell positions apart.
enum BARTArchitecture: String, CaseIterable {
  /// Helsinki-NLP's OPUS-MT (Tiedemann & Thottingal 2020), converted from Marian.
  case marian
  /// M2M-100 (Fan et al. 2021) and NLLB-200 (NLLB Team 2022).
  case m2m = "m2m_100"
  /// mBART (Liu et al. 2020) and mBART-50 (Tang et al. 2020).
  case mbart
  /// Pegasus (Zhang et al. 2020): what Dragoman's own models are in Transformers.
  case pegasus

  /// The names under which a table of embeddings may be stored, where several are one.
  static let sharedTables = [
    "model.shared.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight",
  ]

  /// The architecture that settings describe.
  ///
  /// - Throws: ``InputError`` naming a setting that is missing or cannot be.
  func configuration(_ settings: HuggingFaceSettings) throws -> ModelConfiguration {
    try refuse(settings)
    let vocabulary = try settings.integer("vocab_size")
    var model = ModelConfiguration(.base, vocabularySize: vocabulary)
    model.modelSize = try settings.integer("d_model")
    model.encoderLayers = try settings.integer("encoder_layers")
    model.decoderLayers = try settings.integer("decoder_layers")
    model.encoderHeads = try settings.integer("encoder_attention_heads")
    model.decoderHeads = try settings.integer("decoder_attention_heads")
    model.encoderFeedForwardSize = try settings.integer("encoder_ffn_dim")
    model.decoderFeedForwardSize = try settings.integer("decoder_ffn_dim")
    model.activation = try settings.activation(
      "activation_function", absent: self == .m2m ? "relu" : "gelu")
    model.maximumPositions = try settings.integer("max_position_embeddings", absent: 1024)
    model.scalesEmbeddings = try settings.bool("scale_embedding", absent: self == .m2m)
    // A place to forbid tokens, beside what Marian's and mBART's models have there.
    model.hasOutputBias = true
    model.layerNormEpsilon = 1e-5
    model.normalizesBefore = self != .marian
    model.hasFinalNorm = self != .marian
    switch self {
    case .marian, .pegasus: break
    case .m2m:
      model.positionFrequencies = .tensor2tensor
      model.positionOffset = try settings.integer("pad_token_id", absent: 1) + 1
    case .mbart:
      model.hasEmbeddingNorm = true
      model.positionEmbeddings = .learned
      model.positionOffset = 2
    }
    model.tiedEmbeddings =
      try settings.bool("tie_word_embeddings", absent: true) ? .all : .none
    if try !settings.bool("share_encoder_decoder_embeddings", absent: true) {
      model.sourceVocabularySize = vocabulary
      model.vocabularySize = try settings.integer("decoder_vocab_size", absent: vocabulary)
      if model.tiedEmbeddings == .all { model.tiedEmbeddings = .target }
    }
    return model
  }

  /// Old files have keys that the classes do not heed. A model that needs other values is none of theirs.
  private func refuse(_ settings: HuggingFaceSettings) throws {
    guard self == .marian else { return }
    for (key, value) in [
      ("normalize_before", false), ("normalize_embedding", false), ("add_final_layer_norm", false),
      ("static_position_embeddings", true),
    ] where try settings.bool(key, absent: value) != value {
      throw settings.unexpected(key, "\(value), as all models of this type have it")
    }
  }

  /// Where a parameter is.
  ///
  /// - Parameter name: Dragoman's, such as `decoder.3.crossAttention.query.weight`.
  static func place(
    of name: String, tied: ModelConfiguration.TiedEmbeddings
  ) -> StoredWeights.Place {
    let (encoder, decoder) = (sharedTables[1], sharedTables[2])
    switch name {
    case "embedding.weight":
      var place = StoredWeights.Place(sharedTables[0], encoder, decoder)
      if tied == .all { place.names.append("lm_head.weight") }
      return place
    case "encoder.embedding.weight": return StoredWeights.Place(encoder, sharedTables[0])
    case "decoder.embedding.weight":
      var place = StoredWeights.Place(decoder)
      if tied == .target { place.names.append("lm_head.weight") }
      place.names.append(sharedTables[0])
      return place
    case "output.weight": return StoredWeights.Place("lm_head.weight")
    case "output.bias": return StoredWeights.Place("final_logits_bias", isOptional: true)
    default: break
    }
    let parts = name.split(separator: ".")
    let stack = "model.\(parts[0])"
    let rest = parts.dropFirst().filter { $0 != "feedForward" }.map {
      names[String($0)] ?? String($0)
    }
    let isLayer = Int(rest[0]) != nil
    return StoredWeights.Place("\(stack)\(isLayer ? ".layers" : "").\(rest.joined(separator: "."))")
  }

  /// What Transformers calls the parts of Dragoman's names.
  private static let names = [
    "selfAttention": "self_attn", "selfAttentionNorm": "self_attn_layer_norm",
    "crossAttention": "encoder_attn", "crossAttentionNorm": "encoder_attn_layer_norm",
    "query": "q_proj", "key": "k_proj", "value": "v_proj", "output": "out_proj",
    "feedForwardNorm": "final_layer_norm", "finalNorm": "layer_norm",
    "embeddingNorm": "layernorm_embedding", "positions": "embed_positions",
    "inner": "fc1", "outer": "fc2",
  ]
}
