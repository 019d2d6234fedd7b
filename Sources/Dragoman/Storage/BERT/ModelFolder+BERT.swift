import FoundationEssentials

/// The kinds of folders that hold an encoder for understanding, as `config.json` names them in `model_type`.
enum BERTModelType: String, CaseIterable {
  /// One of Hugging Face's Transformers.
  case huggingFace = "bert"
  /// One that Dragoman trained.
  case own = "dragoman_encoder"
}

extension ModelFolder {
  /// Reads the architecture of an encoder for understanding.
  ///
  /// - Throws: ``InputError`` naming the file and the key at fault.
  package func loadBERTConfiguration() throws -> BERTConfiguration {
    try storedBERT().configuration()
  }

  /// Reads the vocabulary of an encoder for understanding, and the frame of its sentences.
  ///
  /// - Throws: ``InputError`` when there is none, or one that is damaged or has no end mark.
  package func loadBERTTokenizer() throws -> Tokenizer { try storedBERT().tokenizers().source }

  /// Reads an encoder for understanding and its weights, for training.
  ///
  /// - Throws: ``InputError`` when a part is missing, damaged, or does not fit the others, or a weight is not finite.
  package func loadBERT() throws -> (BERT, Weights) {
    let (model, file) = try openBERT()
    return (model, try file.load(model.layout))
  }

  /// Reads an encoder for understanding and its weights, packed.
  ///
  /// - Throws: ``InputError`` when a part is missing, damaged, or does not fit the others, or a weight is not finite.
  package func loadPackedBERT(_ precision: Precision) throws -> (BERT, Weights) {
    let (model, file) = try openBERT()
    return (model, try file.loadPacked(model.layout, precision))
  }

  private func openBERT() throws -> (BERT, StoredWeights) {
    let stored = try storedBERT()
    let configuration = try stored.configuration()
    let model = BERT(configuration)
    let weights = try stored.weights(for: configuration)
    try weights.check(model.layout)
    return (model, weights)
  }

  private func storedBERT() throws -> any StoredModel<BERTConfiguration> {
    try checkExistence()
    let settings = try HuggingFaceSettings(configurationPath)
    let type = settings?.string("model_type")
    switch type.flatMap(BERTModelType.init) {
    case .huggingFace?:
      guard let settings else { break }
      return BERTFolder(path, settings)
    case .own?: return OwnBERT(self)
    case nil: break
    }
    throw InputError(
      configurationPath,
      type.map { "model_type is \($0), which is no encoder for understanding." }
        ?? "names no model_type, as the folder of an encoder for understanding does.",
      remedy: "Use a folder that 'train pretrain' made, or one of Transformers' BertModel.")
  }

  /// Writes `config.json`.
  package func save(_ configuration: BERTConfiguration) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let text = String(decoding: try encoder.encode(OwnBERT.Settings(configuration)), as: UTF8.self)
    try AtomicFile.write(text + "\n", to: configurationPath)
  }
}
