/// The encoder-decoder classes of Transformers that have T5's layers and names of tensors, by the name that
/// `config.json` has for them. MADLAD-400 (Kudugunta et al. 2023) is a T5 to them.
enum T5Architecture: String, CaseIterable {
  /// T5 (Raffel et al. 2020) and T5 1.1, Flan-T5 and MADLAD-400.
  case t5
  /// mT5 (Xue et al. 2021).
  case mt5

  /// The names under which the table of embeddings may be stored.
  static let sharedTables = [
    "shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight",
  ]

  /// The architecture that settings describe.
  ///
  /// - Throws: ``InputError`` naming a setting that is missing or cannot be.
  func configuration(_ settings: HuggingFaceSettings) throws -> ModelConfiguration {
    var model = ModelConfiguration(.base, vocabularySize: try settings.integer("vocab_size"))
    model.modelSize = try settings.integer("d_model")
    model.headSize = try settings.integer("d_kv")
    model.encoderLayers = try settings.integer("num_layers")
    model.decoderLayers = try settings.integer("num_decoder_layers", absent: model.encoderLayers)
    model.encoderHeads = try settings.integer("num_heads")
    model.decoderHeads = model.encoderHeads
    model.encoderFeedForwardSize = try settings.integer("d_ff")
    model.decoderFeedForwardSize = model.encoderFeedForwardSize
    (model.activation, model.hasGatedFeedForward) = try feedForward(settings)
    model.norm = .rms
    model.layerNormEpsilon = try settings.number("layer_norm_epsilon", absent: 1e-6)
    model.hasBiases = false
    model.scalesAttention = false
    model.scalesEmbeddings = false
    model.positionEmbeddings = .relative
    model.relativeBuckets = try settings.integer("relative_attention_num_buckets", absent: 32)
    model.relativeMaximumDistance = try settings.integer(
      "relative_attention_max_distance", absent: 128)
    model.maximumPositions = try settings.integer("n_positions", absent: 512)
    // A place to forbid tokens.
    model.hasOutputBias = true
    let isTied = try settings.bool("tie_word_embeddings", absent: true)
    model.tiedEmbeddings = isTied ? .all : .embeddings
    // Transformers 5 ties whatever is equal, and has a key of its own for what tying meant in T5.
    model.scalesOutput =
      self == .t5 ? try settings.bool("scale_decoder_outputs", absent: isTied) : false
    return model
  }

  /// What `feed_forward_proj` says: an activation, or a gated one.
  private func feedForward(
    _ settings: HuggingFaceSettings
  ) throws -> (Activation, isGated: Bool) {
    let key = "feed_forward_proj"
    let known: [String: Activation] = [
      "relu": .relu, "gelu": .gelu, "gelu_new": .tanhGELU, "silu": .silu, "swish": .silu,
    ]
    var name = settings.string(key) ?? (self == .t5 ? "relu" : "gated-gelu")
    let isGated = name.hasPrefix("gated-")
    // What T5 1.1 calls GELU is its approximation by tanh.
    if name == "gated-gelu" {
      name = "gelu_new"
    } else if isGated {
      name = String(name.dropFirst(6))
    }
    guard settings[key] == nil || settings.string(key) != nil, let activation = known[name] else {
      let names = known.keys.sorted().joined(separator: ", ")
      throw settings.unexpected(key, "one of \(names), or one of these behind gated-")
    }
    return (activation, isGated)
  }

  /// Where a parameter is.
  ///
  /// - Parameter name: Dragoman's, such as `decoder.3.crossAttention.query.weight`.
  static func place(of name: String, _ configuration: ModelConfiguration) -> StoredWeights.Place {
    switch name {
    case "embedding.weight":
      var place = StoredWeights.Place(sharedTables[0], sharedTables[1], sharedTables[2])
      if configuration.tiedEmbeddings == .all { place.names.append("lm_head.weight") }
      return place
    case "output.weight": return StoredWeights.Place("lm_head.weight")
    case "output.bias": return StoredWeights.Place("lm_head.bias", isOptional: true)
    default: break
    }
    let parts = name.split(separator: ".").map(String.init)
    let stack = parts[0]
    switch parts[1] {
    case "finalNorm": return StoredWeights.Place("\(stack).final_layer_norm.weight")
    case "relativePositions":
      return StoredWeights.Place(
        "\(stack).block.0.layer.0.SelfAttention.relative_attention_bias.weight")
    default: break
    }
    let (sublayer, module) = sublayers[stack]?[parts[2]] ?? (parts[2], parts[2])
    let isGated = configuration.hasGatedFeedForward
    let part = parts[3...].map { part in
      isGated && part == "inner" ? "wi_1" : names[part] ?? part
    }
    return StoredWeights.Place(
      (["\(stack).block.\(parts[1]).layer.\(sublayer).\(module)"] + part)
        .joined(separator: "."))
  }

  /// The number and the name of each part of a layer, encoder's and decoder's.
  private static let sublayers: [String: [String: (String, String)]] = [
    "encoder": [
      "selfAttention": ("0", "SelfAttention"), "selfAttentionNorm": ("0", "layer_norm"),
      "feedForward": ("1", "DenseReluDense"), "feedForwardNorm": ("1", "layer_norm"),
    ],
    "decoder": [
      "selfAttention": ("0", "SelfAttention"), "selfAttentionNorm": ("0", "layer_norm"),
      "crossAttention": ("1", "EncDecAttention"), "crossAttentionNorm": ("1", "layer_norm"),
      "feedForward": ("2", "DenseReluDense"), "feedForwardNorm": ("2", "layer_norm"),
    ],
  ]

  /// What Transformers calls the parts of Dragoman's names.
  private static let names = [
    "query": "q", "key": "k", "value": "v", "output": "o", "inner": "wi", "gate": "wi_0",
    "outer": "wo",
  ]
}
