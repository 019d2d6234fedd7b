/// What Marian's settings say of a model, and what it calls the tensors (Junczys-Dowmunt et al. 2018).
struct MarianArchitecture {
  let configuration: ModelConfiguration

  /// That of a model whose settings are known.
  init(_ configuration: ModelConfiguration) { self.configuration = configuration }

  /// - Throws: ``InputError`` naming a setting that Dragoman does not support.
  init(_ settings: MarianSettings) throws {
    try Self.refuse(settings)
    let vocabularies = try settings.integers("dim-vocabs")
    guard let source = vocabularies.first, let target = vocabularies.last, vocabularies.count == 2
    else { throw settings.unexpected("dim-vocabs", "two sizes") }
    var model = ModelConfiguration(.base, vocabularySize: target)
    model.modelSize = try settings.integer("dim-emb")
    model.encoderLayers = try settings.integer("enc-depth")
    model.decoderLayers = try settings.integer("dec-depth")
    model.encoderHeads = try settings.integer("transformer-heads")
    model.decoderHeads = model.encoderHeads
    model.encoderFeedForwardSize = try settings.integer("transformer-dim-ffn")
    let inner = Int(settings.string("transformer-decoder-dim-ffn", absent: "0")) ?? 0
    model.decoderFeedForwardSize = inner == 0 ? model.encoderFeedForwardSize : inner
    guard let activation = Self.activations[settings.string("transformer-ffn-activation")] else {
      throw settings.unexpected("transformer-ffn-activation", "relu, swish or gelu")
    }
    model.activation = activation
    model.normalizesBefore = try Self.normalizesBefore(settings)
    model.hasFinalNorm = settings.string("transformer-postprocess-top").contains("n")
    if settings.string("transformer-decoder-autoreg", absent: "self-attention") == "rnn" {
      model.autoregression = .ssru
    }
    model.positionFrequencies = .tensor2tensor
    model.layerNormEpsilon = Self.layerNormEpsilon
    model.hasOutputBias = true
    if settings.isOn("tied-embeddings-all") {
      model.tiedEmbeddings = .all
    } else if settings.isOn("tied-embeddings-src") {
      model.tiedEmbeddings = settings.isOn("tied-embeddings") ? .all : .embeddings
    } else {
      model.tiedEmbeddings = settings.isOn("tied-embeddings") ? .target : .none
      if source != target { model.sourceVocabularySize = source }
    }
    if let (_, problem) = model.fault() {
      throw InputError(settings.place, "a size is \(problem).")
    }
    configuration = model
  }

  private static func normalizesBefore(_ settings: MarianSettings) throws -> Bool {
    let before = settings.string("transformer-preprocess").filter { $0 != "d" }
    let after = settings.string("transformer-postprocess").filter { $0 != "d" }
    switch (before, after) {
    case ("", "an"): return false
    case ("n", "a"): return true
    default:
      throw settings.unexpected(
        "transformer-postprocess", "dan with nothing before, or da with n before")
    }
  }

  /// Sees that there is nothing that would be left out.
  private static func refuse(_ settings: MarianSettings) throws {
    for (key, values) in [
      ("type", ["transformer"]), ("transformer-decoder-autoreg", ["self-attention", "rnn", ""]),
      ("transformer-postprocess-emb", ["d", ""]),
      ("transformer-postprocess-top", ["", "n", "d", "dn"]),
      ("transformer-ffn-depth", ["2", ""]), ("transformer-decoder-ffn-depth", ["0", "2", ""]),
      ("transformer-tied-layers", [""]), ("input-types", [""]),
      ("lemma-dim-emb", ["0", ""]), ("factors-dim-emb", ["0", ""]),
    ] where !values.contains(settings.string(key)) {
      let known = values.filter { !$0.isEmpty }
      throw settings.unexpected(key, known.isEmpty ? "nothing" : known.joined(separator: " or "))
    }
    if settings.string("transformer-decoder-autoreg") == "rnn",
      settings.string("dec-cell") != "ssru"
    {
      throw settings.unexpected("dec-cell", "ssru")
    }
    for key in [
      "transformer-rnn-projection", "transformer-train-position-embeddings",
      "transformer-no-projection",
      "transformer-disable-position-embeddings", "transformer-alibi-trainable", "transformer-pool",
      "transformer-no-affine", "transformer-no-bias", "ulr", "layer-normalization", "right-left",
    ] where settings.isOn(key) {
      throw settings.unexpected(key, "false")
    }
  }

  /// Where a parameter is.
  ///
  /// - Parameters:
  ///   - name: Dragoman's, such as `decoder.3.crossAttention.query.weight`.
  ///   - has: Whether the file has a tensor.
  func place(of name: String, has: (String) -> Bool) -> StoredWeights.Place {
    switch name {
    case "embedding.weight": return .init("Wemb")
    case "encoder.embedding.weight": return .init("encoder_Wemb", "Wemb")
    case "decoder.embedding.weight": return .init("decoder_Wemb", "Wemb")
    case "output.weight":
      let old = "decoder_ff_logit_out_W"
      return has(old) ? .init(old, isTransposed: true) : .init("\(old)t")
    case "output.bias": return .init("decoder_ff_logit_out_b", isOptional: true)
    default: break
    }
    let parts = name.split(separator: ".").map(String.init)
    let kind = parts[parts.count - 1]
    guard let layer = Int(parts[1]) else {
      return .init("\(parts[0])_top_ln_\(kind == "weight" ? "scale" : "bias")")
    }
    var block = "\(parts[0])_l\(layer + 1)_\(Self.blocks[parts[2]] ?? parts[2])"
    if parts.count == 4 {
      let suffix = configuration.normalizesBefore ? "_pre" : ""
      // Before a recurrence the norm has another name than behind it.
      if configuration.normalizesBefore, parts[2] == "recurrenceNorm" {
        block.removeLast("_ffn".count)
      }
      return .init("\(block)_ln_\(kind == "weight" ? "scale" : "bias")\(suffix)")
    }
    let letter = Self.letters[parts[3]] ?? parts[3]
    return kind == "weight"
      ? .init("\(block)_W\(letter)", isTransposed: true) : .init("\(block)_b\(letter)")
  }

  /// What Marian calls the parts of Dragoman's names.
  private static let blocks = [
    "selfAttention": "self", "selfAttentionNorm": "self_Wo", "crossAttention": "context",
    "crossAttentionNorm": "context_Wo", "recurrence": "rnn", "recurrenceNorm": "rnn_ffn",
    "feedForward": "ffn", "feedForwardNorm": "ffn_ffn",
  ]
  private static let letters = [
    "query": "q", "key": "k", "value": "v", "output": "o", "input": "", "gate": "f", "inner": "1",
    "outer": "2",
  ]
}
