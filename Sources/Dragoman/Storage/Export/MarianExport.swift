/// A model as a folder of Marian: the weights with the settings inside, the vocabularies, and a list of both that
/// `marian-decoder` is given.
struct MarianExport {
  private let model: ModelExport
  private let vocabularies: MarianVocabularyExport

  /// - Throws: ``InputError`` when Marian has no such layers, or no such vocabulary.
  init(_ model: ModelExport) throws {
    self.model = model
    try model.refuseT5Layers(.marian)
    let configuration = model.configuration
    let epsilon = MarianArchitecture.layerNormEpsilon
    for (isThere, part) in [
      (configuration.positionEmbeddings == .learned, "its positions are learned"),
      (
        configuration.positionFrequencies != .tensor2tensor || configuration.positionOffset != 0,
        "its sines for positions are not Marian's"
      ),
      (
        configuration.layerNormEpsilon != epsilon,
        "its norms add \(configuration.layerNormEpsilon), not \(epsilon)"
      ),
      (configuration.hasEmbeddingNorm, "its embeddings are normalised"),
      (!configuration.scalesEmbeddings, "its embeddings are not scaled"),
      (
        MarianArchitecture.name(of: configuration.activation) == nil,
        "its activation is \(configuration.activation.rawValue)"
      ),
      (
        configuration.encoderHeads != configuration.decoderHeads,
        "encoder and decoder have different numbers of heads"
      ),
      (model.startName != nil, "decoding starts with a token, not with zeros"),
    ] where isThere {
      throw model.unfit(.marian, part)
    }
    vocabularies = try MarianVocabularyExport(model)
  }

  /// - Throws: ``InputError`` when a weight is not finite, or the folder cannot be written.
  func write(to folder: ModelFolder) throws {
    try folder.create()
    try NumpyArchive.write(tensors() + [settings], to: "\(folder.path)/model.npz")
    let names = try vocabularies.write(to: folder)
    let list = """
      relative-paths: true
      models:
        - model.npz
      vocabs:
        - \(names.source)
        - \(names.target)
      beam-size: 5
      normalize: 1
      word-penalty: 0

      """
    try AtomicFile.write(list, to: "\(folder.path)/decoder.yml")
  }

  private func tensors() -> [WrittenTensor] {
    let architecture = MarianArchitecture(model.configuration)
    var tensors = model.transformer.layout.entries.map { entry in
      let place = architecture.place(of: entry.name) { _ in false }
      let (name, shape) = (place.names[0], entry.shape)
      guard place.isTransposed else {
        return model.tensor(name, entry, shape: entry.isVector ? [1] + shape : shape)
      }
      return WrittenTensor(name: name, shape: shape.reversed(), type: .float32) { append in
        try transposed(entry).withUnsafeBytes(append)
      }
    }
    if !model.configuration.hasOutputBias {
      let zeros = [Float](repeating: 0, count: model.configuration.vocabularySize)
      let name = architecture.place(of: "output.bias") { _ in false }.names[0]
      tensors.append(
        WrittenTensor(name: name, shape: [1, zeros.count], type: .float32) {
          try zeros.withUnsafeBytes($0)
        })
    }
    return tensors.sorted { $0.name < $1.name }
  }

  /// The columns of a matrix, one after the other. A matrix of a layer is small enough to be in memory.
  private func transposed(_ entry: ParameterLayout.Entry) throws -> [Float] {
    let (rows, columns) = (entry.parameter.rows, entry.parameter.columns)
    var elements = [Float](repeating: 0, count: rows * columns)
    var first = 0
    try model.forEachPart(of: entry) { part in
      let count = part.count / columns
      for column in 0..<columns {
        for row in 0..<count {
          elements[column * rows + first + row] = part[row * columns + column]
        }
      }
      first += count
    }
    return elements
  }

  /// The settings as text, which Marian keeps among the tensors, ended by a NUL and filled up to a multiple of 256
  /// bytes.
  private var settings: WrittenTensor {
    var bytes = Array(MarianArchitecture(model.configuration).settings.utf8)
    bytes += Array(repeating: UInt8(ascii: " "), count: 255 - bytes.count % 256) + [0]
    return WrittenTensor(name: MarianSettings.tensor, shape: [bytes.count], type: .int8) {
      try bytes.withUnsafeBytes($0)
    }
  }
}
