import FoundationEssentials

/// An encoder for understanding in Dragoman's own form: `config.json` with the keys of ``BERTConfiguration``,
/// `model.safetensors` with a tensor for each parameter, and the file of a vocabulary.
struct OwnBERT: StoredModel {
  /// What `config.json` says.
  struct Settings: Codable {
    let configuration: BERTConfiguration

    private enum Key: String, CodingKey { case type = "model_type" }

    init(_ configuration: BERTConfiguration) { self.configuration = configuration }

    init(from decoder: any Swift.Decoder) throws {
      configuration = try BERTConfiguration(from: decoder)
    }

    func encode(to encoder: any Swift.Encoder) throws {
      try configuration.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(BERTModelType.own.rawValue, forKey: .type)
    }
  }

  private let folder: ModelFolder

  init(_ folder: ModelFolder) { self.folder = folder }

  func configuration() throws -> BERTConfiguration {
    let path = folder.configurationPath
    let settings: Settings
    do {
      let file = try MappedFile(path: path)
      let text = withExtendedLifetime(file) { Data(file.bytes) }
      settings = try JSONDecoder().decode(Settings.self, from: text)
    } catch let error as DecodingError {
      throw InputError(path, error.explanation)
    }
    if let (key, problem) = settings.configuration.fault() {
      throw InputError(path, "\(key.rawValue) is \(problem).")
    }
    return settings.configuration
  }

  func weights(for configuration: BERTConfiguration) throws -> StoredWeights {
    StoredWeights(try Safetensors(path: folder.weightsPath))
  }

  func tokenizers() throws -> TokenizerPair { try folder.loadOwnTokenizers() }
}
