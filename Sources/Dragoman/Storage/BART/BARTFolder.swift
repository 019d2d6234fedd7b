/// A folder of a model of Hugging Face's Transformers.
///
/// `config.json` says in `model_type` to which class it belongs; each has its ``BARTArchitecture``, and
/// ``BARTTokens`` for its vocabulary.
struct BARTFolder: StoredModel {
  private let folder: String
  private let settings: HuggingFaceSettings
  private let architecture: BARTArchitecture

  init(_ folder: String, _ settings: HuggingFaceSettings, _ architecture: BARTArchitecture) {
    self.folder = folder
    self.settings = settings
    self.architecture = architecture
  }

  func configuration() throws -> ModelConfiguration {
    var configuration = try architecture.configuration(settings)
    if configuration.tiedEmbeddings != .none,
      try openWeights().hasOwnOutput(beside: BARTArchitecture.sharedTables)
    {
      configuration.tiedEmbeddings =
        configuration.sourceVocabularySize == nil ? .embeddings : .none
    }
    if let (key, problem) = configuration.fault() {
      throw InputError(settings.place, "\(key.rawValue) is \(problem).")
    }
    return configuration
  }

  func weights(for configuration: ModelConfiguration) throws -> StoredWeights {
    let file = try openWeights()
    let tables = BARTArchitecture.sharedTables + ["lm_head.weight"]
    return StoredWeights(
      file, forbidden: try forbiddenTokens(configuration),
      mayBeSurplus: { name in
        tables.contains(name) || name.contains("embed_positions") || name == "final_logits_bias"
      },
      place: { BARTArchitecture.place(of: $0, tied: configuration.tiedEmbeddings) })
  }

  func tokenizers() throws -> TokenizerPair {
    try BARTTokens(folder, settings, architecture).tokenizers()
  }

  private func openWeights() throws -> any TensorSource {
    try HuggingFaceSettings.openWeights(in: folder)
  }

  /// Tokens that no translation has: padding, and what stands for text that cannot be spelled.
  private func forbiddenTokens(_ configuration: ModelConfiguration) throws -> [Int] {
    let tokens = try BARTTokens(folder, settings, architecture)
    return try tokens.forbidden().filter { $0 < configuration.vocabularySize }
  }
}
