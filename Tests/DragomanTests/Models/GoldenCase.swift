import FoundationEssentials

import Dragoman

/// A Transformer with what PyTorch computed for it; `Golden/transformer.py` made the files.
struct GoldenCase {
  /// The JSON file of a case.
  struct Figures: Decodable {
    struct Adam: Decodable {
      let lr: Float
      let betas: [Float]
      let eps: Float
      let losses: [Double]
    }

    let config: ModelConfiguration
    let begin: Int32
    let end: Int32
    let source: [[Int32]]
    let target: [[Int32]]
    let label_smoothing: Float
    let loss: Double
    let adam: Adam?
  }

  static let names = [
    "transformer-post-norm", "transformer-learned-positions", "transformer-untied",
    "transformer-preset", "transformer-ssru",
  ]

  let figures: Figures
  let transformer: Transformer
  let pairs: SentencePairs
  let parameters: ParameterBuffer
  let gradients: ParameterBuffer
  let logits: [Float]

  init(_ name: String) throws {
    figures = try JSONDecoder().decode(
      Figures.self, from: Data(contentsOf: Golden.folder.appending(path: "\(name).json")))
    transformer = Transformer(figures.config)
    pairs = SentencePairs(
      zip(figures.source, figures.target).map { (source: $0, target: $1) },
      begin: figures.begin, end: figures.end)

    let file = try Safetensors(path: Golden.folder.appending(path: "\(name).safetensors").path)
    parameters = ParameterBuffer(count: transformer.layout.count)
    try parameters.load(transformer.layout, from: file)
    gradients = ParameterBuffer(count: transformer.layout.count)
    try gradients.load(transformer.layout, from: file, prefix: "gradient/")
    let shape = [pairs.labels.count, figures.config.vocabularySize]
    var logits = [Float](repeating: 0, count: shape[0] * shape[1])
    try file.copy("logits", shape: shape, into: &logits)
    self.logits = logits
  }
}
