import FoundationEssentials
import Glibc

/// A trained model on disk: a folder with the architecture, the weights and the vocabulary.
public struct ModelFolder: Sendable {
  /// The folder as the user named it.
  public let path: String

  /// Names a folder, which need not exist yet.
  public init(_ path: String) {
    self.path = path.utf8.count > 1 ? path.before("/").map(String.init) ?? path : path
  }

  /// The architecture, a ``ModelConfiguration``.
  public var configurationPath: String { "\(path)/config.json" }
  /// The weights.
  public var weightsPath: String { "\(path)/model.safetensors" }
  /// Which tokens translations may have, where that was learned; made by `train shortlist`.
  public var shortlistPath: String { "\(path)/shortlist.safetensors" }

  /// Makes the folder and its parents.
  ///
  /// - Throws: ``InputError`` when it cannot be made or written.
  public func create() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw InputError(
        path, "the folder cannot be made.", remedy: "Choose another \(Setting.model).")
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw InputError(
        path, "the folder cannot be written: \(lastSystemError()).",
        remedy: "Choose another \(Setting.model).")
    }
  }

  /// Removes what processes that were killed while they wrote left behind. Only for the one process that
  /// uses the folder.
  package func removeUnfinishedFiles() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names where AtomicFile.isUnfinished(name) { unlink("\(path)/\(name)") }
  }

  /// Reads `config.json`.
  ///
  /// - Throws: ``InputError`` naming the key at fault.
  public func loadConfiguration() throws -> ModelConfiguration {
    guard access(path, F_OK) == 0 else {
      throw InputError(path, "no such model folder.", remedy: "Check the path, or train one first.")
    }
    let configuration: ModelConfiguration
    do {
      let file = try MappedFile(path: configurationPath)
      let text = withExtendedLifetime(file) { Data(file.bytes) }
      configuration = try JSONDecoder().decode(ModelConfiguration.self, from: text)
    } catch let error as DecodingError {
      throw InputError(configurationPath, error.explanation)
    }
    if let (key, problem) = configuration.fault() {
      throw InputError(configurationPath, "\(key.rawValue) is \(problem).")
    }
    return configuration
  }

  /// Writes `config.json`.
  public func save(_ configuration: ModelConfiguration) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let text = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    try AtomicFile.write(text + "\n", to: configurationPath)
  }

  /// Reads the transformer and its weights, for training.
  ///
  /// - Throws: ``InputError`` when a part is missing, damaged, or does not fit the others, or a weight is not finite.
  package func loadModel() throws -> (Transformer, Weights) {
    let (transformer, file) = try openModel()
    let values = ParameterBuffer(count: transformer.layout.count)
    try values.load(transformer.layout, from: file)
    return (transformer, Weights(layout: transformer.layout, parameters: values))
  }

  /// Reads the transformer and its weights, packed for decoding. Weights go from the file into their
  /// packed form some rows at a time, so that they are never in memory twice.
  ///
  /// - Throws: ``InputError`` when a part is missing, damaged, or does not fit the others, or a weight is not finite.
  package func loadForDecoding(_ precision: Precision) throws -> (Transformer, Weights) {
    let (transformer, file) = try openModel()
    let layout = transformer.layout
    let values = ParameterBuffer(sparse: layout.count)
    let arena = Arena()
    var packed: [Parameter: PackedMatrix] = [:]
    for product in layout.products {
      let parts = layout.entries.filter { product.contains($0.parameter) }
      packed[product] = try PackedMatrix(
        outputs: product.rows, inputs: product.columns, precision: precision, in: arena
      ) { rows, floats in
        var first = 0
        for part in parts {
          let chosen = rows.clamped(to: first..<first + part.parameter.rows)
          if !chosen.isEmpty {
            try file.copyWeights(
              part.name, shape: part.shape,
              rows: chosen.lowerBound - first..<chosen.upperBound - first,
              into: floats + (chosen.lowerBound - rows.lowerBound) * product.columns)
          }
          first += part.parameter.rows
        }
      }
    }
    for entry in layout.entries
    where !layout.products.contains(where: { $0.contains(entry.parameter) }) {
      try file.copyWeights(entry.name, shape: entry.shape, into: values[entry.parameter].base)
    }
    return (transformer, Weights(layout: layout, parameters: values, packed: packed))
  }

  private func openModel() throws -> (Transformer, Safetensors) {
    let transformer = Transformer(try loadConfiguration())
    let file = try Safetensors(path: weightsPath)
    try file.check(transformer.layout)
    return (transformer, file)
  }

  /// Writes `model.safetensors`.
  package func save(_ values: ParameterBuffer, layout: ParameterLayout) throws {
    try Safetensors.write(
      values.items(layout), metadata: ["format": "dragoman"], to: weightsPath)
  }
}

extension TensorSource {
  /// Sees that every parameter of a layout is there. The file's size then bounds the layout's, whatever
  /// `config.json` asks for.
  fileprivate func check(_ layout: ParameterLayout) throws {
    for entry in layout.entries { try tensor(entry.name, shape: entry.shape) }
  }
}

extension ParameterBuffer {
  /// Reads every parameter of a layout, under its name after a prefix.
  package func load(_ layout: ParameterLayout, from file: some TensorSource, prefix: String = "")
    throws
  {
    for entry in layout.entries {
      try file.copyWeights(
        prefix + entry.name, shape: entry.shape, into: self[entry.parameter].base)
    }
  }

  /// Every parameter of a layout, to be written under its name after a prefix.
  package func items(_ layout: ParameterLayout, prefix: String = "") -> [Safetensors.Item] {
    layout.entries.map { entry in
      let values = self[entry.parameter]
      return Safetensors.Item(
        name: prefix + entry.name, shape: entry.shape,
        values: UnsafeBufferPointer(start: values.base, count: values.count))
    }
  }
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
