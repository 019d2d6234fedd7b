import Dragoman

/// A very small Transformer before any training.
struct RandomModel {
  let transformer: Transformer
  let weights: Weights

  init(vocabularySize: Int, seed: UInt64) {
    var configuration = ModelConfiguration(.tiny, vocabularySize: vocabularySize)
    configuration.modelSize = 32
    (configuration.encoderLayers, configuration.decoderLayers) = (2, 2)
    (configuration.encoderFeedForwardSize, configuration.decoderFeedForwardSize) = (64, 64)
    configuration.maximumPositions = 64
    configuration.tiedEmbeddings = .none
    configuration.hasOutputBias = true
    transformer = Transformer(configuration)
    let values = ParameterBuffer(count: transformer.layout.count)
    values.initialize(transformer.layout, seed: seed)
    weights = Weights(layout: transformer.layout, parameters: values)
  }

  /// Twenty sources of up to six tokens, with their end marks.
  static func sources(vocabularySize: Int32) -> [[Int32]] {
    var stream = RandomStream(seed: 1)
    return (0..<20).map { _ in
      let length = Int.random(in: 1...6, using: &stream)
      return (0..<length).map { _ in Int32.random(in: 2..<vocabularySize, using: &stream) } + [
        SentenceFrame.own.end
      ]
    }
  }

  func packed(_ precision: Precision = .float32) -> DecodingModel {
    DecodingModel(transformer, weights.packedForDecoding(precision))
  }
}
