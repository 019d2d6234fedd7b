import Testing

import Dragoman

/// A translator that begins with a pretrained encoder.
@Suite struct EncoderTransferTests {
  /// A run of a translator with the sizes of the encoder of ``PretrainingRun``.
  private func translator(from encoder: ModelFolder) throws -> DigitsRun {
    var run = try DigitsRun()
    run.setup.encoder = encoder
    run.setup.shape.modelSize = 32
    run.setup.shape.encoderLayers = 2
    run.setup.shape.decoderLayers = 2
    run.setup.options.averageDecay = 0
    return run
  }

  private func values(_ name: String, of run: DigitsRun) throws -> [Float] {
    let (transformer, weights) = try run.setup.folder.loadModel()
    let entry = try #require(transformer.layout.entries.first { $0.name == name })
    return weights.parameters[entry.parameter].values
  }

  private func values(_ name: String, of folder: ModelFolder) throws -> [Float] {
    let (bert, weights) = try folder.loadBERT()
    let entry = try #require(bert.layout.entries.first { $0.name == name })
    return weights.parameters[entry.parameter].values
  }

  @Test(arguments: [OptimizerName.adam, .muon])
  func encoderIsTakenOverAndMayBeFrozen(optimizer: OptimizerName) throws {
    let pretraining = try PretrainingRun(objective: .maskedTokens)
    try pretraining.train()
    let encoder = pretraining.setup.folder
    var run = try translator(from: encoder)
    run.setup.options.optimizer = optimizer
    run.setup.options.encoderFreeze = 3
    run.plan.maximumUpdates = 3
    try run.train()
    for name in [
      "embedding.weight", "encoder.1.feedForward.inner.weight", "encoder.finalNorm.bias",
    ] {
      let difference = largestDifference(
        try values(name, of: run), try values(name, of: encoder))
      #expect(difference == 0, "\(name)")
    }
    let decoder = try values("decoder.0.selfAttention.query.weight", of: run)
    run.setup.resume = true
    run.plan.maximumUpdates = 5
    try run.train()
    let name = "encoder.1.feedForward.inner.weight"
    #expect(largestDifference(try values(name, of: run), try values(name, of: encoder)) > 0)
    let later = try values("decoder.0.selfAttention.query.weight", of: run)
    #expect(largestDifference(decoder, later) > 0)
  }

  /// An encoder that tells two texts apart adds the vector of the first type to every token. So does the
  /// embedding of a translator that begins with it.
  @Test func firstTypeIsPartOfTheEmbedding() throws {
    let pretraining = try PretrainingRun()
    try pretraining.train()
    let encoder = pretraining.setup.folder
    var run = try translator(from: encoder)
    run.plan.maximumUpdates = 1
    run.setup.options.encoderFreeze = 1
    try run.train()
    let (bert, weights) = try encoder.loadBERT()
    let (transformer, own) = try run.setup.folder.loadModel()
    let tokens: [Int32] = [5, 9, 260, 7, 1]
    let arena = Arena()
    let (found, expected) = withExtendedLifetime(arena) {
      (
        transformer.encoder(RaggedTokens([tokens]), on: Tape(weights: own, arena: arena))
          .value.values,
        bert.encoder(
          RaggedTokens([tokens]), types: tokens.map { _ in 0 },
          on: Tape(weights: weights, arena: arena)
        ).value.values
      )
    }
    #expect(largestDifference(found, expected) < 1e-4 * largest(expected))
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let pretraining = try PretrainingRun(objective: .maskedTokens)
    try pretraining.train()
    var run = try translator(from: pretraining.setup.folder)
    run.setup.shape.encoderLayers = 3
    run.setup.shape.modelSize = 64
    #expect(
      throws: InputError(
        pretraining.setup.folder.configurationPath,
        "the encoder does not fit the translator: hidden_size 32, not 64; num_hidden_layers 2, not 3.",
        remedy: "Choose another `preset` or other sizes, or pretrain an encoder of that shape.")
    ) { try run.train() }
    run.setup.encoder = BERTGolden.folder
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.problem.contains("hidden_act gelu, not relu") == true)
    #expect(error?.problem.contains("position_embeddings learned, not sinusoidal") == true)
  }
}
