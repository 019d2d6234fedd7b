/// A folder of a T5 of Hugging Face's Transformers.
struct T5Folder: StoredModel {
  private let folder: String
  private let settings: HuggingFaceSettings
  private let architecture: T5Architecture

  init(_ folder: String, _ settings: HuggingFaceSettings, _ architecture: T5Architecture) {
    self.folder = folder
    self.settings = settings
    self.architecture = architecture
  }

  func configuration() throws -> ModelConfiguration {
    var configuration = try architecture.configuration(settings)
    if configuration.tiedEmbeddings == .all,
      try openWeights().hasOwnOutput(beside: T5Architecture.sharedTables)
    {
      configuration.tiedEmbeddings = .embeddings
    }
    if let (key, problem) = configuration.fault() {
      throw InputError(settings.place, "\(key.rawValue) is \(problem).")
    }
    return configuration
  }

  func weights(for configuration: ModelConfiguration) throws -> StoredWeights {
    let surplus =
      T5Architecture.sharedTables + [
        "lm_head.weight",
        // Old files have it, and no class uses it.
        "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight",
      ]
    return StoredWeights(
      try openWeights(),
      forbidden: try T5Tokens(folder, settings).forbidden().filter {
        $0 < configuration.vocabularySize
      },
      mayBeSurplus: surplus.contains,
      place: { T5Architecture.place(of: $0, configuration) })
  }

  func tokenizers() throws -> TokenizerPair {
    try T5Tokens(folder, settings).tokenizers(hasPrefixes: architecture == .t5)
  }

  private func openWeights() throws -> any TensorSource {
    try HuggingFaceSettings.openWeights(in: folder)
  }
}
