import Dragoman
import FoundationEssentials

extension CommandRunner {
  /// Makes a model folder in the runner's folder, with a very small model that has learned nothing:
  /// its translations are any tokens at all, line feeds among them.
  func makeModel(_ name: String) throws {
    let tokenizer = try BytePairTrainer(options: .init(vocabularySize: 300)).train()
    var configuration = ModelConfiguration(.tiny, vocabularySize: tokenizer.count)
    configuration.modelSize = 16
    (configuration.encoderLayers, configuration.decoderLayers) = (1, 1)
    (configuration.encoderFeedForwardSize, configuration.decoderFeedForwardSize) = (16, 16)
    configuration.maximumPositions = 64
    let layout = Transformer(configuration).layout
    let values = ParameterBuffer(count: layout.count)
    values.initialize(layout, seed: 1)
    let model = ModelFolder(folder.appending(path: name).path)
    try model.create()
    try model.save(configuration)
    try model.save(values, layout: layout)
    try tokenizer.save(to: model.tokenizerPath)
  }
}
