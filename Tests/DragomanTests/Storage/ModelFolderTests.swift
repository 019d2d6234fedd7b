import FoundationEssentials
import Testing

import Dragoman

/// Model folders: what is saved comes back, and what does not fit together is said.
@Suite final class ModelFolderTests {
  private let folder = ModelFolder(
    FileManager.default.temporaryDirectory
      .appending(path: "ModelFolderTests-\(UUID().uuidString)").path)

  deinit { try? FileManager.default.removeItem(atPath: folder.path) }

  private static let small: ModelConfiguration = {
    var configuration = ModelConfiguration(.tiny, vocabularySize: 10)
    configuration.modelSize = 8
    (configuration.encoderLayers, configuration.decoderLayers) = (1, 1)
    (configuration.encoderFeedForwardSize, configuration.decoderFeedForwardSize) = (8, 8)
    configuration.maximumPositions = 16
    return configuration
  }()

  /// Saves a small model and returns its parameters.
  @discardableResult private func save(
    _ configuration: ModelConfiguration = small
  ) throws -> ParameterBuffer {
    let transformer = Transformer(Self.small)
    let values = ParameterBuffer(count: transformer.layout.count)
    values.initialize(transformer.layout, seed: 1)
    try folder.create()
    try folder.save(configuration)
    try folder.save(values, layout: transformer.layout)
    return values
  }

  /// Replaces a piece of `config.json`.
  private func edit(_ old: String, _ new: String) throws {
    let path = folder.configurationPath
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(old))
    try AtomicFile.write(text.replacing(old, with: new), to: path)
  }

  private func expectError(
    _ place: String, _ problem: String, remedy: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: InputError(place, problem, remedy: remedy), sourceLocation: sourceLocation) {
      try folder.loadModel()
    }
  }

  @Test func whatIsSavedComesBack() throws {
    let values = try save()
    let (transformer, weights) = try ModelFolder(folder.path + "/").loadModel()
    #expect(transformer.configuration == Self.small)
    #expect(weights.parameters.copied() == values.copied())

    let bytes = try Data(contentsOf: URL(filePath: folder.weightsPath))
    try folder.save(weights.parameters, layout: transformer.layout)
    #expect(try Data(contentsOf: URL(filePath: folder.weightsPath)) == bytes)
  }

  @Test func missingParts() throws {
    expectError(
      folder.path, "no such model folder.", remedy: "Check the path, or train one first.")
    try folder.create()
    expectError(
      folder.configurationPath, "cannot be read: No such file or directory.",
      remedy: "Check the path.")
    try folder.save(Self.small)
    expectError(
      folder.weightsPath, "cannot be read: No such file or directory.", remedy: "Check the path.")
  }

  @Test func truncatedWeights() throws {
    try save()
    let whole = try Data(contentsOf: URL(filePath: folder.weightsPath))
    for length in stride(from: 0, to: whole.count, by: 97) {
      try whole.prefix(length).write(to: URL(filePath: folder.weightsPath))
      #expect(throws: InputError.self) { try folder.loadModel() }
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity]) func weightsThatAreNotFinite(
    weight: Float
  ) throws {
    let layout = Transformer(Self.small).layout
    for entry in [layout.entries.first, layout.entries.last] {
      let values = try save()
      let entry = try #require(entry)
      let tensor = values[entry.parameter]
      tensor.base[tensor.count - 2] = weight
      try folder.save(values, layout: layout)
      let error = InputError(
        folder.weightsPath,
        "\(entry.name) has weights that are no finite numbers: of \(entry.shape), number \(tensor.count - 1) is \(weight).",
        remedy: "Use weights from before training went wrong, or copy the file again.")
      #expect(throws: error) { try folder.loadModel() }
      for precision in Precision.allCases {
        #expect(throws: error) { try folder.loadForDecoding(precision) }
      }
    }
  }

  @Test func weightsOfAnotherModel() throws {
    var other = Self.small
    other.vocabularySize = 11
    try save(other)
    expectError(
      folder.weightsPath,
      "embedding.weight has the shape [10, 8], but the model's configuration asks for [11, 8].",
      remedy: "Use the files of one model together.")
    other = Self.small
    other.decoderLayers = 2
    try save(other)
    expectError(
      folder.weightsPath,
      "has no tensor decoder.1.selfAttention.query.weight, which the model's configuration asks for.",
      remedy: "Use the files of one model together.")
  }

  @Test(arguments: [
    (#""d_model" : 8"#, #""d_modell" : 8"#, "d_model is missing."),
    (#""d_model" : 8"#, #""d_model" : "8""#, "d_model has a value of the wrong type."),
    (#""d_model" : 8"#, #""d_model" : null"#, "d_model has a value of the wrong type."),
    (#""d_model" : 8"#, #""d_model" : 0"#, "d_model is 0, but it must be from 2 to 65536."),
    (#""d_model" : 8"#, #""d_model" : -8"#, "d_model is -8, but it must be from 2 to 65536."),
    (
      #""d_model" : 8"#, #""d_model" : 10"#,
      "encoder_attention_heads is 4, which does not divide d_model 10."
    ),
    (
      #""vocab_size" : 10"#, #""vocab_size" : 9223372036854775807"#,
      "vocab_size is 9223372036854775807, but it must be from 3 to 10000000."
    ),
    (
      #""max_position_embeddings" : 16"#, #""max_position_embeddings" : 1"#,
      "max_position_embeddings is 1, but it must be from 2 to 1048576."
    ),
    (
      #""activation_function" : "relu""#, #""activation_function" : "softplus""#,
      "activation_function has a value that is not known."
    ),
    (
      #""tied_embeddings" : "all""#, #""tied_embeddings" : "source""#,
      "tied_embeddings has a value that is not known."
    ),
    (
      #""output_bias" : false"#, #""output_bias" : 0"#,
      "output_bias has a value of the wrong type."
    ),
    (
      #""layer_norm_eps" : 1e-05"#, #""layer_norm_eps" : 0"#,
      "layer_norm_eps is 0.0, but it must be from 1e-30 to 1."
    ),
  ]) func faultyConfigurations(_ old: String, _ new: String, _ problem: String) throws {
    try save()
    try edit(old, new)
    expectError(folder.configurationPath, problem)
  }

  @Test(arguments: ["", "{", "[]", "null", "\u{0}"]) func configurationsThatAreNone(
    _ text: String
  ) throws {
    try save()
    try AtomicFile.write(text, to: folder.configurationPath)
    #expect(throws: InputError.self) { try folder.loadModel() }
  }

  @Test func configurationThatIsNoText() throws {
    try save()
    try Data([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D])
      .write(to: URL(filePath: folder.configurationPath))
    expectError(
      folder.configurationPath, "is not UTF-8.", remedy: "Copy the file again.")
  }

  /// Each size is in its range; together they ask for terabytes. None of it is allocated.
  @Test func sizesThatMultiplyToTerabytes() throws {
    var huge = Self.small
    huge.vocabularySize = 10_000_000
    huge.modelSize = 65_536
    huge.maximumPositions = 1024
    (huge.encoderFeedForwardSize, huge.decoderFeedForwardSize) = (1_048_576, 1_048_576)
    (huge.encoderLayers, huge.decoderLayers) = (256, 256)
    try save(huge)
    expectError(
      folder.weightsPath,
      "embedding.weight has the shape [10, 8], but the model's configuration asks for [10000000, 65536].",
      remedy: "Use the files of one model together.")

    huge.maximumPositions = 1_048_576
    try save(huge)
    expectError(
      folder.configurationPath,
      "max_position_embeddings is 1048576, but with d_model 65536 it must be at most 2048.")
  }

  /// What a folder that cannot be made says before any work is done for it.
  @Test func folderThatCannotBeMade() throws {
    try folder.create()
    try AtomicFile.write("", to: "\(folder.path)/file")
    let inFile = ModelFolder("\(folder.path)/file/model")
    #expect(
      throws: InputError(
        inFile.path, "the folder cannot be made.", remedy: "Choose another `model`.")
    ) { try inFile.create() }
  }
}
