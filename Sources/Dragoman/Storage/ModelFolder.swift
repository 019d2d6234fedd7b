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

  /// Reads the architecture.
  ///
  /// - Throws: ``InputError`` naming the file and the key at fault.
  public func loadConfiguration() throws -> ModelConfiguration { try stored().configuration() }

  /// Reads the vocabulary, or those of both sides, and the frames of sentences.
  ///
  /// - Throws: ``InputError`` when there is none, or one that is damaged or has no end mark.
  package func loadTokenizers() throws -> TokenizerPair { try stored().tokenizers() }

  /// Reads the list of tokens that translations may have: that of `train shortlist`, or the model's own.
  ///
  /// - Parameter tokenizers: The model's.
  /// - Throws: ``InputError`` when there is none, or one that is damaged or of another vocabulary.
  package func loadShortlist(for tokenizers: TokenizerPair) throws -> Shortlist {
    if access(shortlistPath, F_OK) != 0, let own = try stored().shortlist(for: tokenizers) {
      return own
    }
    return try Shortlist(
      contentsOf: shortlistPath, sources: tokenizers.source.count,
      targets: tokenizers.target.count)
  }

  /// What is in the folder, which is known by its files.
  private func stored() throws -> any StoredModel<ModelConfiguration> {
    try checkExistence()
    guard let settings = try HuggingFaceSettings(configurationPath),
      let type = settings.string("model_type")
    else {
      if access(weightsPath, F_OK) == 0 { return OwnModel(self) }
      if let model = try CTranslate2Folder(path) { return model }
      if let model = try MarianFolder(path) { return model }
      return OwnModel(self)
    }
    if let architecture = T5Architecture(rawValue: type) {
      return T5Folder(path, settings, architecture)
    }
    guard let architecture = BARTArchitecture(rawValue: type) else {
      if BERTModelType(rawValue: type) != nil {
        throw InputError(
          settings.place, "model_type is \(type): it understands text and does not translate.",
          remedy: "Use it with the command understand, or name the folder of a translator.")
      }
      let types =
        BARTArchitecture.allCases.map(\.rawValue) + T5Architecture.allCases.map(\.rawValue)
      let known = types.joined(separator: ", ")
      throw InputError(
        settings.place, "model_type is \(type), which Dragoman does not support.",
        remedy: "Use a model of one of these types: \(known).")
    }
    return BARTFolder(path, settings, architecture)
  }

  func checkExistence() throws {
    guard access(path, F_OK) == 0 else {
      throw InputError(path, "no such model folder.", remedy: "Check the path, or train one first.")
    }
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
    return (transformer, try file.load(transformer.layout))
  }

  /// Reads the transformer and its weights, packed for decoding.
  ///
  /// - Throws: ``InputError`` when a part is missing, damaged, or does not fit the others, or a weight is not finite.
  package func loadForDecoding(_ precision: Precision) throws -> (Transformer, Weights) {
    let (transformer, file) = try openModel()
    return (transformer, try file.loadPacked(transformer.layout, precision))
  }

  /// The transformer and its weights, which are not read yet.
  ///
  /// - Throws: ``InputError`` when a part is missing, damaged, or does not fit the others.
  func openModel() throws -> (Transformer, StoredWeights) {
    let model = try stored()
    let configuration = try model.configuration()
    let transformer = Transformer(configuration)
    let weights = try model.weights(for: configuration)
    try weights.check(transformer.layout)
    return (transformer, weights)
  }

  /// Writes `model.safetensors`.
  package func save(_ values: ParameterBuffer, layout: ParameterLayout) throws {
    try Safetensors.write(
      values.items(layout), metadata: ["format": "dragoman"], to: weightsPath)
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
  package func items(_ layout: ParameterLayout, prefix: String = "") -> [WrittenTensor] {
    layout.entries.map { entry in
      let values = self[entry.parameter]
      return WrittenTensor(
        name: prefix + entry.name, shape: entry.shape,
        values: UnsafeBufferPointer(start: values.base, count: values.count))
    }
  }
}
