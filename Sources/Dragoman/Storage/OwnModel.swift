import FoundationEssentials

/// A model in Dragoman's own form: `config.json` with the keys of ``ModelConfiguration``, `model.safetensors`
/// with a tensor for each parameter, and the file of a vocabulary or two.
struct OwnModel: StoredModel {
  private let folder: ModelFolder

  init(_ folder: ModelFolder) { self.folder = folder }

  func configuration() throws -> ModelConfiguration {
    let path = folder.configurationPath
    let configuration: ModelConfiguration
    do {
      let file = try MappedFile(path: path)
      let text = withExtendedLifetime(file) { Data(file.bytes) }
      configuration = try JSONDecoder().decode(ModelConfiguration.self, from: text)
    } catch let error as DecodingError {
      throw InputError(path, error.explanation)
    }
    if let (key, problem) = configuration.fault() {
      throw InputError(path, "\(key.rawValue) is \(problem).")
    }
    return configuration
  }

  func weights(for configuration: ModelConfiguration) throws -> StoredWeights {
    StoredWeights(try Safetensors(path: folder.weightsPath))
  }

  func tokenizers() throws -> TokenizerPair { try folder.loadOwnTokenizers() }
}

extension DecodingError {
  /// What is wrong, for the reader of the file.
  package var explanation: String {
    func key(_ path: [any CodingKey]) -> String {
      path.map(\.stringValue).joined(separator: ".")
    }
    return switch self {
    case .keyNotFound(let missing, let context):
      "\(key(context.codingPath + [missing])) is missing."
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(key(context.codingPath)) has a value of the wrong type."
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(key(context.codingPath)) has a value that is not known."
    default: "not valid JSON."
    }
  }
}
