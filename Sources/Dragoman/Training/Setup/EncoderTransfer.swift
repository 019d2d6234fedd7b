/// Begins a translator with an encoder that was trained on text alone (Conneau & Lample 2019; Zhu et al. 2020).
struct EncoderTransfer {
  private let folder: ModelFolder

  /// - Parameter folder: That of the encoder.
  init(from folder: ModelFolder) { self.folder = folder }

  /// The vocabulary of both sides, which is the encoder's.
  ///
  /// - Throws: ``InputError`` when the folder holds no encoder.
  func tokenizers() throws -> TokenizerPair {
    try TokenizerPair(joint: folder.loadBERTTokenizer())
  }

  /// Weights of the encoder where it has them, and others drawn at random.
  ///
  /// - Throws: ``InputError`` that names in what the encoder differs from the translator's.
  func parameters(of transformer: Transformer, seed: UInt64) throws -> ParameterBuffer {
    let (bert, weights) = try folder.loadBERT()
    try check(bert.configuration, transformer.configuration)
    let parameters = ParameterBuffer(count: transformer.layout.count)
    parameters.initialize(transformer.layout, seed: seed)
    parameters.take(transformer.layout, from: weights) { name in
      name.hasPrefix("encoder.") || name == "embedding.weight"
    }
    if let types = bert.layout.entries.first(where: { $0.name == "encoder.tokenTypes.weight" }) {
      add(
        weights.parameters[types.parameter], toTokensOf: parameters, transformer,
        scale: bert.configuration.scalesEmbeddings
          ? Float(bert.configuration.width).squareRoot() : 1)
    }
    return parameters
  }

  /// Adds the vector of the first type to that of every token: a translator has no types, and all that its encoder
  /// reads is of the first. To a layer of logits it adds the same for all tokens, which softmax does not see.
  private func add(
    _ types: Tensor, toTokensOf parameters: ParameterBuffer, _ transformer: Transformer,
    scale: Float
  ) {
    for entry in transformer.layout.entries where entry.name == "embedding.weight" {
      let table = parameters[entry.parameter]
      for row in 0..<table.rows {
        for column in 0..<table.columns { table[row, column] += types[0, column] / scale }
      }
    }
  }

  private func check(_ encoder: BERTConfiguration, _ model: ModelConfiguration) throws {
    func place(_ isLearned: Bool) -> String { isLearned ? "learned" : "sinusoidal" }
    let fields: [(BERTConfiguration.CodingKeys, String, String)] = [
      (.vocabularySize, "\(encoder.vocabularySize)", "\(model.vocabularySize)"),
      (.width, "\(encoder.width)", "\(model.modelSize)"),
      (.layers, "\(encoder.layers)", "\(model.encoderLayers)"),
      (.heads, "\(encoder.heads)", "\(model.encoderHeads)"),
      (.feedForwardWidth, "\(encoder.feedForwardWidth)", "\(model.encoderFeedForwardSize)"),
      (.activation, encoder.activation.rawValue, model.activation.rawValue),
      (.layerNormEpsilon, "\(encoder.layerNormEpsilon)", "\(model.layerNormEpsilon)"),
      (.normalizesBefore, "\(encoder.normalizesBefore)", "\(model.normalizesBefore)"),
      (.hasFinalNorm, "\(encoder.hasFinalNorm)", "\(model.hasFinalNorm)"),
      (.hasEmbeddingNorm, "\(encoder.hasEmbeddingNorm)", "\(model.hasEmbeddingNorm)"),
      (
        .positionEmbeddings, encoder.positionEmbeddings.rawValue, model.positionEmbeddings.rawValue
      ),
      (.scalesEmbeddings, "\(encoder.scalesEmbeddings)", "\(model.scalesEmbeddings)"),
    ]
    let differences = fields.filter { $0.1 != $0.2 }.map { key, found, expected in
      "\(key.rawValue) \(found), not \(expected)"
    }
    guard differences.isEmpty else {
      throw InputError(
        folder.configurationPath,
        "the encoder does not fit the translator: \(differences.joined(separator: "; ")).",
        remedy:
          "Choose another \(Setting.preset) or other sizes, or pretrain an encoder of that shape.")
    }
  }
}

extension ParameterBuffer {
  /// Takes over parameters that have the same name and shape in another model.
  ///
  /// - Parameter isWanted: Says by its name whether a parameter is taken over.
  func take(
    _ layout: ParameterLayout, from weights: Weights, where isWanted: (String) -> Bool
  ) {
    var known: [String: ParameterLayout.Entry] = [:]
    for entry in weights.layout.entries { known[entry.name] = entry }
    for entry in layout.entries where isWanted(entry.name) {
      guard let from = known[entry.name], from.shape == entry.shape else { continue }
      self[entry.parameter].copy(weights.parameters[from.parameter])
    }
  }
}
