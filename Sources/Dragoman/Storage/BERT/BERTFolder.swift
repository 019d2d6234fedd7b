/// A folder of a BERT of Hugging Face's Transformers: `config.json`, the weights, and `tokenizer.json` or
/// `vocab.txt`.
///
/// The class that wrote it decides which heads it has and whether the names of its tensors begin with `bert.`;
/// what there is is told by the tensors.
package struct BERTFolder: StoredModel {
  private let folder: String
  private let settings: HuggingFaceSettings

  init(_ folder: String, _ settings: HuggingFaceSettings) {
    self.folder = folder
    self.settings = settings
  }

  func configuration() throws -> BERTConfiguration {
    try refuse()
    var model = BERTConfiguration(
      vocabularySize: try settings.integer("vocab_size"),
      width: try settings.integer("hidden_size"),
      layers: try settings.integer("num_hidden_layers"),
      heads: try settings.integer("num_attention_heads"),
      feedForwardWidth: try settings.integer("intermediate_size"))
    model.activation = try settings.activation("hidden_act", absent: "gelu")
    model.maximumPositions = try settings.integer("max_position_embeddings", absent: 512)
    model.tokenTypes = try settings.integer("type_vocab_size", absent: 2)
    model.layerNormEpsilon = try settings.number("layer_norm_eps", absent: 1e-12)
    let file = try HuggingFaceSettings.openWeights(in: folder)
    func has(_ name: String) -> Bool { Self.place(of: name).names.contains { file[$0] != nil } }
    model.predictions.sequence = has("pooler.weight")
    model.predictions.tokens = has("maskedTokens.transform.weight")
    model.predictions.nextSentence =
      model.predictions.sequence && has("nextSentence.weight")
    if let classifier = file["classifier.weight"] {
      try addLabels(to: &model.predictions, count: classifier.shape.first ?? 0)
    }
    if let (key, problem) = model.fault() {
      throw InputError(settings.place, "\(key.rawValue) is \(problem).")
    }
    return model
  }

  /// Says what the classifier of a model predicts: its class is the first of `architectures`.
  private func addLabels(
    to predictions: inout BERTConfiguration.Predictions, count: Int
  ) throws {
    let names = try (0..<count).map { number in
      guard case .string(let name)? = settings["id2label"]?["\(number)"] else {
        throw settings.unexpected("id2label", "a name for each of \(count) labels")
      }
      return name
    }
    var kind = ""
    if case .array(let classes)? = settings["architectures"],
      case .string(let name)? = classes.first
    {
      kind = name
    }
    if kind == "BertForTokenClassification" {
      predictions.tags = names
    } else if kind == "BertForSequenceClassification", predictions.sequence {
      if count > 1 { predictions.classes = names } else { predictions.number = true }
    }
  }

  /// What Dragoman's encoder does not do.
  private func refuse() throws {
    let kind = settings.string("position_embedding_type") ?? "absolute"
    guard kind == "absolute" else {
      throw settings.unexpected("position_embedding_type", "absolute")
    }
    for key in ["is_decoder", "add_cross_attention"] where try settings.bool(key, absent: false) {
      throw settings.unexpected(key, "false, as an encoder has it")
    }
    guard try settings.bool("tie_word_embeddings", absent: true) else {
      throw settings.unexpected("tie_word_embeddings", "true")
    }
  }

  func weights(for configuration: BERTConfiguration) throws -> StoredWeights {
    // Of what a head leaves unused the encoder needs nothing.
    let heads = ["cls.", "classifier.", "qa_outputs.", "pooler.", "bert.pooler."]
    return StoredWeights(
      try HuggingFaceSettings.openWeights(in: folder),
      mayBeSurplus: { name in
        name.hasSuffix("embeddings.position_ids") || heads.contains { name.hasPrefix($0) }
      }, place: Self.place)
  }

  func tokenizers() throws -> TokenizerPair {
    try TokenizerPair(joint: BERTTokens(folder, settings).tokenizer())
  }

  // MARK: - Names

  private static func place(of name: String) -> StoredWeights.Place {
    let names = tensorNames(of: name)
    var place = StoredWeights.Place(names[0])
    place.names = names
    return place
  }

  /// What Transformers calls a parameter, in the order in which the names are looked for.
  ///
  /// - Parameter name: Dragoman's, such as `encoder.3.selfAttention.query.weight`.
  package static func tensorNames(of name: String) -> [String] {
    if name == "maskedTokens.bias" {
      return ["cls.predictions.bias", "cls.predictions.decoder.bias"]
    }
    let parts = name.split(separator: ".").map(String.init)
    let kind = parts[parts.count - 1]
    let isLayer = parts[0] == "encoder" && Int(parts[1]) != nil
    let part = parts.dropFirst(isLayer ? 2 : 0).dropLast().joined(separator: ".")
    let theirs = (isLayer ? "encoder.layer.\(parts[1])." : "") + (names[part] ?? part)
    var spellings = ["\(theirs).\(kind)"]
    // Checkpoints that were converted from TensorFlow's call them so.
    if theirs.hasSuffix("LayerNorm") {
      spellings.append("\(theirs).\(kind == "weight" ? "gamma" : "beta")")
    }
    return theirs.hasPrefix("cls.") || theirs == "classifier"
      ? spellings : spellings.flatMap { ["bert.\($0)", $0] }
  }

  /// What Transformers calls the parts of Dragoman's names.
  private static let names = [
    "embedding": "embeddings.word_embeddings",
    "encoder.positions": "embeddings.position_embeddings",
    "encoder.tokenTypes": "embeddings.token_type_embeddings",
    "encoder.embeddingNorm": "embeddings.LayerNorm",
    "selfAttention.query": "attention.self.query",
    "selfAttention.key": "attention.self.key",
    "selfAttention.value": "attention.self.value",
    "selfAttention.output": "attention.output.dense",
    "selfAttentionNorm": "attention.output.LayerNorm",
    "feedForward.inner": "intermediate.dense",
    "feedForward.outer": "output.dense",
    "feedForwardNorm": "output.LayerNorm",
    "pooler": "pooler.dense",
    "maskedTokens.transform": "cls.predictions.transform.dense",
    "maskedTokens.norm": "cls.predictions.transform.LayerNorm",
    "nextSentence": "cls.seq_relationship",
    "labels": "classifier",
  ]
}
