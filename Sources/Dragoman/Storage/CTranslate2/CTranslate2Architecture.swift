import Glibc

/// What a file of CTranslate2 says of a model by the variables that it has, and what it calls the tensors.
struct CTranslate2Architecture {
  let configuration: ModelConfiguration

  /// What a number for an activation means (`ctranslate2/specs/common_spec.py`).
  private static let activations: [Int: Activation] = [
    0: .relu, 1: .tanhGELU, 2: .silu, 3: .gelu, 4: .sigmoidGELU,
  ]

  /// That of a model which is to be written.
  init(_ configuration: ModelConfiguration) { self.configuration = configuration }

  /// The number of an activation.
  static func number(of activation: Activation) -> Int8 {
    Int8(activations.first { $0.value == activation }?.key ?? 0)
  }

  /// - Parameter epsilon: Added to variances in norms.
  /// - Throws: ``InputError`` naming what Dragoman does not support.
  init(_ file: CTranslate2File, epsilon: Double) throws {
    func missing(_ name: String) -> InputError {
      InputError(file.path, "has no variable \(name).", remedy: "Convert the model again.")
    }
    func tensor(_ name: String) throws -> StoredTensor {
      guard let tensor = file[name] else { throw missing(name) }
      return tensor
    }
    func number(_ name: String, absent: Int) throws -> Int {
      try file.integers(name)?.first ?? absent
    }
    try Self.refuse(file)
    let source = try tensor("encoder/embeddings_0/weight")
    let target = try tensor("decoder/embeddings/weight")
    guard source.shape.count == 2, target.shape.count == 2 else {
      throw InputError(file.path, "embeddings are no matrices.", remedy: "Convert the model again.")
    }
    var model = ModelConfiguration(.base, vocabularySize: target.shape[0])
    model.modelSize = target.shape[1]
    func layers(_ stack: String) -> Int {
      (0..<ModelConfiguration.Ranges.layers.upperBound).first {
        file["\(stack)/layer_\($0)/ffn/linear_0/weight"] == nil
      } ?? ModelConfiguration.Ranges.layers.upperBound
    }
    (model.encoderLayers, model.decoderLayers) = (layers("encoder"), layers("decoder"))
    model.encoderHeads = try number("encoder/num_heads", absent: 8)
    model.decoderHeads = try number("decoder/num_heads", absent: 8)
    model.encoderFeedForwardSize = try tensor("encoder/layer_0/ffn/linear_0/weight").shape[0]
    model.decoderFeedForwardSize = try tensor("decoder/layer_0/ffn/linear_0/weight").shape[0]
    guard let activation = Self.activations[try number("encoder/activation", absent: 0)] else {
      throw InputError(file.path, "encoder/activation is none that Dragoman knows.")
    }
    model.activation = activation
    model.normalizesBefore = try number("encoder/pre_norm", absent: 1) != 0
    model.hasFinalNorm = file["encoder/layer_norm/gamma"] != nil
    model.hasEmbeddingNorm = file["encoder/layernorm_embedding/gamma"] != nil
    model.scalesEmbeddings = try Self.scalesEmbeddings(file, width: model.modelSize)
    model.hasOutputBias = true
    model.layerNormEpsilon = epsilon
    if let positions = file[Self.positions] {
      // They are what they are, learned or not.
      model.positionEmbeddings = .learned
      model.maximumPositions = positions.shape[0]
    } else {
      model.positionFrequencies = .tensor2tensor
      model.positionOffset = 1
    }
    func isSame(_ one: String, _ other: String) throws -> Bool {
      try file.bytes(of: one).bytes.baseAddress == file.bytes(of: other).bytes.baseAddress
    }
    let (encoder, decoder) = ("encoder/embeddings_0/weight", "decoder/embeddings/weight")
    let isJoint = try isSame(encoder, decoder)
    if try isSame(decoder, "decoder/projection/weight") {
      model.tiedEmbeddings = isJoint ? .all : .target
    } else {
      model.tiedEmbeddings = isJoint ? .embeddings : .none
    }
    if !isJoint, source.shape[0] != target.shape[0] { model.sourceVocabularySize = source.shape[0] }
    if let (_, problem) = model.fault() { throw InputError(file.path, "a size is \(problem).") }
    configuration = model
  }

  private static let positions = "encoder/position_encodings/encodings"

  private static func scalesEmbeddings(_ file: CTranslate2File, width: Int) throws -> Bool {
    let name = "encoder/scale_embeddings"
    if let flag = try file.integers(name)?.first { return flag != 0 }
    guard file[name] != nil else { return true }
    var factor: Float = 0
    try file.copy(name, shape: file[name]?.shape ?? [], into: &factor)
    if factor == 1 { return false }
    guard abs(factor - Float(width).squareRoot()) < 1e-3 else {
      throw InputError(file.path, "\(name) is \(factor), expected 1 or the root of \(width).")
    }
    return true
  }

  /// Sees that there is nothing that would be left out.
  private static func refuse(_ file: CTranslate2File) throws {
    guard file.specification == "TransformerSpec" else {
      throw InputError(
        file.path, "is a \(file.specification), expected a TransformerSpec.",
        remedy: "Use a model that translates.")
    }
    // Variables that are there only where a model has such a thing, and flags that may be off.
    let parts = ["relative", "rotary", "noact", "num_heads_kv"]
    let flags = ["alibi", "multi_query_attention"]
    for name in file.names {
      let isFlag = try flags.contains(where: name.hasSuffix) && file.integers(name)?.first ?? 0 != 0
      guard !isFlag, !parts.contains(where: name.contains) else {
        throw InputError(file.path, "has \(name), which Dragoman does not support.")
      }
    }
  }

  /// Whether a tensor need not be a parameter: what the configuration was read from, and scales of integers.
  static func mayBeSurplus(_ name: String) -> Bool {
    let last = name.split(separator: "/").last ?? ""
    return name.hasSuffix("_scale") || !["weight", "bias", "gamma", "beta"].contains(last)
      || name == "decoder/projection/weight" || name == "decoder/embeddings/weight"
  }

  /// Where a parameter is.
  ///
  /// - Parameter name: Dragoman's, such as `decoder.3.crossAttention.query.weight`.
  func place(of name: String) -> StoredWeights.Place {
    switch name {
    case "embedding.weight", "encoder.embedding.weight": return .init("encoder/embeddings_0/weight")
    case "decoder.embedding.weight": return .init("decoder/embeddings/weight")
    case "output.weight": return .init("decoder/projection/weight")
    case "output.bias": return .init("decoder/projection/bias", isOptional: true)
    default: break
    }
    let parts = name.split(separator: ".").map(String.init)
    let kind = parts[parts.count - 1]
    let norm = kind == "weight" ? "gamma" : "beta"
    guard let layer = Int(parts[1]) else {
      switch parts[1] {
      case "finalNorm": return .init("\(parts[0])/layer_norm/\(norm)")
      case "embeddingNorm": return .init("\(parts[0])/layernorm_embedding/\(norm)")
      default: return .init("\(parts[0])/position_encodings/encodings")
      }
    }
    let block = "\(parts[0])/layer_\(layer)/\(Self.blocks[parts[2]] ?? parts[2])"
    guard parts.count > 4 else { return .init("\(block)/layer_norm/\(norm)") }
    let isCross = parts[2] == "crossAttention"
    let width = configuration.modelSize
    let (linear, start): (Int, Int?) =
      switch parts[3] {
      case "query": isCross ? (0, nil) : (0, 0)
      case "key": isCross ? (1, 0) : (0, width)
      case "value": isCross ? (1, width) : (0, 2 * width)
      case "inner": (0, nil)
      case "outer": (1, nil)
      default: isCross ? (2, nil) : (1, nil)
      }
    return .init("\(block)/linear_\(linear)/\(kind)", start: start)
  }

  /// What CTranslate2 calls the parts of Dragoman's names.
  private static let blocks = [
    "selfAttention": "self_attention", "selfAttentionNorm": "self_attention",
    "crossAttention": "attention", "crossAttentionNorm": "attention", "feedForward": "ffn",
    "feedForwardNorm": "ffn",
  ]
}
