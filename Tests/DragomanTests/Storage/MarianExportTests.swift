import FoundationEssentials
import Testing

import Dragoman

/// What is written for Marian holds the tensors that Marian itself wrote, under its names and in its order, and is
/// read back as the model that it was. Whether Marian agrees is shown by `Benchmarks/peers/marian_exports.py`.
@Suite struct MarianExportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func exported(_ model: ModelFolder) throws -> ModelFolder {
    let copy = ModelFolder("\(folder.path)/marian")
    try ModelExport(model).write(.marian, to: copy)
    return copy
  }

  /// The numbers of a tensor.
  private func numbers(_ file: any TensorSource, _ name: String) throws -> [Float] {
    let tensor = try #require(file[name])
    var numbers = [Float](repeating: 0, count: tensor.shape.reduce(1, *))
    try file.copy(name, shape: tensor.shape, into: &numbers)
    return numbers
  }

  @Test(arguments: ["native-ssru", "native-post", "native-pre"])
  func tensorsAreMarians(name: String) throws {
    let model = ModelFolder(Golden.path("models/\(name)"))
    let marians = try NumpyArchive(path: "\(model.path)/model.npz")
    let ours = try NumpyArchive(path: "\(exported(model).path)/model.npz")
    #expect(ours.names == marians.names)
    for name in marians.names where name != "special:model.yml" {
      #expect(ours[name]?.shape == marians[name]?.shape, "\(name)")
      var expected = try numbers(marians, name)
      // The token for what cannot be spelled is in no translation.
      if name == "decoder_ff_logit_out_b" { expected[1] = -10_000 }
      #expect(try numbers(ours, name) == expected, "\(name)")
    }
  }

  /// By way of our own form, as after training it further.
  @Test(arguments: ["native-ssru", "native-post", "native-pre"])
  func aRoundTripChangesNoBit(name: String) throws {
    let model = ModelFolder(Golden.path("models/\(name)"))
    let own = ModelFolder("\(folder.path)/own")
    let (transformer, weights) = try model.loadModel()
    try own.create()
    try own.save(transformer.configuration)
    try own.save(try model.loadTokenizers())
    try own.save(weights.parameters, layout: transformer.layout)
    let copy = try exported(own)
    #expect(try copy.loadConfiguration() == transformer.configuration)
    let lines = try Array(readLines("\(Golden.path("v0.1"))/train.en").prefix(10))
    func results(_ model: ModelFolder) throws -> ([String], [Float]) {
      let translator = try Translator(model)
      let scores = try translator.score(lines, targets: lines, options: .init())
        .flatMap { try #require($0.hypotheses.first).tokenScores }
      return (translator.translate(lines, options: .sentences).map(\.text), scores)
    }
    #expect(try results(copy) == results(model))
  }

  /// Settings that no model in `Golden` has.
  @Test func allThatMarianCanSayIsReadBack() throws {
    let tokenizers = try ModelFolder(Golden.path("models/native-ssru")).loadTokenizers()
    for (ties, precedes) in [
      (ModelConfiguration.TiedEmbeddings.none, true), (.embeddings, false), (.target, true),
    ] {
      var model = ModelConfiguration(.tiny, vocabularySize: tokenizers.target.count)
      model.tiedEmbeddings = ties
      (model.normalizesBefore, model.hasFinalNorm) = (precedes, !precedes)
      model.autoregression = .ssru
      model.positionFrequencies = .tensor2tensor
      model.layerNormEpsilon = 1e-6
      model.decoderFeedForwardSize = 64
      (model.encoderLayers, model.decoderLayers) = (1, 2)
      model.activation = .sigmoidGELU
      let own = ModelFolder("\(folder.path)/own")
      let transformer = Transformer(model)
      let weights = ParameterBuffer(count: transformer.layout.count)
      weights.initialize(transformer.layout, seed: 1)
      try own.create()
      try own.save(model)
      try own.save(tokenizers)
      try own.save(weights, layout: transformer.layout)
      let copy = try exported(own)
      model.hasOutputBias = true
      #expect(try copy.loadConfiguration() == model)
      let file = try NumpyArchive(path: "\(copy.path)/model.npz")
      // As `DecoderLayerRNN` of Marian's `transformer.h` names them.
      let norm = precedes ? "decoder_l1_rnn_ln_scale_pre" : "decoder_l1_rnn_ffn_ln_scale"
      #expect(file[norm]?.shape == [1, 128])
      let (read, loaded) = try copy.loadModel()
      for entry in transformer.layout.entries {
        let other = try #require(read.layout.entries.first { $0.name == entry.name })
        let (one, two) = (weights[entry.parameter], loaded.parameters[other.parameter])
        #expect((0..<one.count).allSatisfy { one.base[$0] == two.base[$0] }, "\(entry.name)")
      }
    }
  }

  @Test(arguments: [
    ("mbart50", "its positions are learned"),
    ("marian", "its sines for positions are not Marian's"),
    ("t5", "it has relative positions, as T5 has"),
  ])
  func whatDoesNotFitIsRefused(name: String, reason: String) throws {
    try expectRefusal(ModelFolder(Golden.path("models/\(name)")), reason)
  }

  @Test func otherVocabulariesAndStartsAreRefused() throws {
    let model = ModelFolder(Golden.path("v0.1/model"))
    let copy = ModelFolder("\(folder.path)/own")
    let (transformer, weights) = try model.loadModel()
    var configuration = transformer.configuration
    configuration.positionFrequencies = .tensor2tensor
    try copy.create()
    try copy.save(try model.loadTokenizers())
    try copy.save(weights.parameters, layout: transformer.layout)
    try copy.save(configuration)
    try expectRefusal(copy, "its norms add 1e-05, not 1e-06")
    configuration.layerNormEpsilon = 1e-6
    try copy.save(configuration)
    try expectRefusal(copy, "decoding starts with a token, not with zeros")
    let end = try #require(try model.loadTokenizers().target.id(named: "</s>"))
    try AtomicFile.write(
      """
      {"source_frame": {"before": [], "after": [\(end)]}, "joint": true,
       "target_frame": {"before": [-1], "after": [\(end)]},
       "source": null, "target": null, "languages": null}
      """, to: "\(copy.path)/tokens.json")
    try expectRefusal(
      copy, "its vocabulary is no SentencePiece model, and others Marian does not split")
  }

  private func expectRefusal(_ model: ModelFolder, _ reason: String) throws {
    let error = InputError(
      model.path, "cannot be written for marian: \(reason).",
      remedy: "Choose another `format`, or train a model of another shape.")
    #expect(throws: error) { try exported(model) }
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/marian"))
  }
}
