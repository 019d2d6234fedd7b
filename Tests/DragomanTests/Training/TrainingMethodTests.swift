import FoundationEssentials
import Testing

import Dragoman

/// What training offers beside the plain loss, and that none of it breaks what a run promises.
@Suite struct TrainingMethodTests {
  /// A run with every method that draws at random or keeps more than the weights.
  private func runWithAllMethods() throws -> DigitsRun {
    var run = try DigitsRun()
    run.setup.validation = [CorpusPart(try DigitsRun.corpus(pairs: 3, seed: 2, in: run.folder))]
    run.setup.options.wordDropout = 0.1
    run.setup.options.subwordDropout = 0.2
    run.setup.options.consistency = 2
    run.setup.options.averagedCheckpoints = 2
    if ProductPrecision.bfloat16.isAvailable { run.setup.options.precision = .bfloat16 }
    run.setup.corpora[0].weight = 1.5
    run.plan.validEvery = 2
    run.plan.maximumUpdates = 7
    return run
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let results = try [1, 3].map { threads in
      var run = try runWithAllMethods()
      run.setup.threads = threads
      run.setup.options.shardTokens = 200
      try run.train()
      return try run.numbers()
    }
    #expect(results[0] == results[1])
  }

  @Test func interruptionsDoNotChangeTheResult() throws {
    let whole = try runWithAllMethods()
    try whole.train()
    var run = try runWithAllMethods()
    for update in [1, 4, 5] {
      try run.train(interruptedAfter: update)
      run.setup.resume = true
    }
    try run.train()
    #expect(try run.numbers() == whole.numbers())
    #expect(try run.weights() == whole.weights())
  }

  @Test(
    arguments: [
      { $0.wordDropout = 0.3 }, { $0.consistency = 5 },
      { $0.labelSmoothing = 0 },
      { $0.averageDecay = 0 },
    ] as [@Sendable (inout TrainingOptions) -> Void])
  func everyMethodChangesTheResult(change: @Sendable (inout TrainingOptions) -> Void) throws {
    let plain = try DigitsRun()
    try plain.train()
    var changed = try DigitsRun()
    change(&changed.setup.options)
    try changed.train()
    #expect(try plain.numbers() != changed.numbers())
  }

  @Test(.enabled(if: ProductPrecision.bfloat16.isAvailable))
  func roundedFactorsHardlyChangeTheLoss() throws {
    let losses = try [ProductPrecision.float32, .bfloat16].map { precision in
      var run = try DigitsRun()
      run.setup.options.precision = precision
      var losses: [Double] = []
      _ = try run.setup.trainer { _ in }.run(run.plan, isInterrupted: { false }) { event in
        if case .update(let update) = event { losses.append(update.loss) }
      }
      return losses
    }
    #expect(losses[0] != losses[1] && losses[0].count == losses[1].count)
    for (exact, rounded) in zip(losses[0], losses[1]) {
      #expect(abs(exact - rounded) < 0.01 * exact)
    }
  }

  @Test func wordsAreSplitAnewForEveryUpdate() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(repeating: "seventeen seventy", count: 20), to: "words")
    let parts = [CorpusPart(try ParallelCorpus(sourcePath: path, targetPath: path))]
    var trainer = BytePairTrainer(options: .init(vocabularySize: 300))
    trainer.add(try parts[0].text.lines(of: .source, 0..<20), threads: 1)
    let tokenizers = try TokenizerPair(joint: trainer.train())
    let encoder = PairEncoder(tokenizers, maximumLength: 12)
    let corpus = try TokenizedCorpus(parts, encoder: encoder, threads: 1)
    let sampler = try PairSampler(
      parts, encoder: encoder, sampling: SubwordSampling(dropout: 0.5), recasing: 0)
    func batch(_ seed: UInt64) throws -> Batch {
      try Batch(0..<20, of: corpus, sampler: sampler, randomness: RandomStream(seed: seed))
    }
    let first = try batch(1)
    #expect(try batch(1).sources == first.sources)
    #expect(try batch(2).sources != first.sources)
    for pair in 0..<20 {
      let target = first.targets[pair].dropFirst()
      #expect(tokenizers.target.decode(target) == "seventeen seventy")
      #expect(target.count < 12)
    }
    let doubled = first.doubled
    #expect(doubled.labels == first.labels + first.labels)
    #expect(doubled.sources[27] == first.sources[7])
  }

  @Test func aShareOfPairsIsInCapitalsOrTitleCase() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(repeating: "a don't über straße", count: 2000), to: "words")
    let parts = [CorpusPart(try ParallelCorpus(sourcePath: path, targetPath: path))]
    let tokenizers = try TokenizerPair(
      joint: try BytePairTrainer(options: .init(vocabularySize: 300)).train())
    let encoder = PairEncoder(tokenizers, maximumLength: 100)
    let corpus = try TokenizedCorpus(parts, encoder: encoder, threads: 1)
    let sampler = try PairSampler(parts, encoder: encoder, sampling: nil, recasing: 0.1)
    let batch = try Batch(0..<2000, of: corpus, sampler: sampler, randomness: RandomStream(seed: 1))
    var counts: [String: Int] = [:]
    for pair in 0..<2000 {
      let text = tokenizers.target.decode(batch.targets[pair].dropFirst())
      #expect(tokenizers.source.decode(batch.sources[pair].dropLast()) == text)
      counts[text, default: 0] += 1
    }
    #expect(
      Set(counts.keys) == ["a don't über straße", "A DON'T ÜBER STRASSE", "A Don't Über Straße"])
    #expect(counts.values.filter { 60..<140 ~= $0 }.count == 2)
  }

  @Test func averagedCheckpointsAreTheMeanOfTheLastValidations() throws {
    var run = try DigitsRun()
    run.setup.options.averagedCheckpoints = 2
    run.plan.validEvery = 1
    var weights: [[Float]] = []
    for updates in 1...3 {
      run.plan.maximumUpdates = updates
      try run.train()
      run.setup.resume = true
      weights.append(try run.tensor("parameter/encoder.finalNorm.weight"))
    }
    let mean = zip(weights[1], weights[2]).map { ($0 + $1) / 2 }
    #expect(largestDifference(try run.tensor("average/encoder.finalNorm.weight"), mean) < 1e-6)
  }

  /// Two corpora of which one is there twice and a half times.
  @Test func weightsDecideHowOftenAPairIsSeen() throws {
    let folder = try TemporaryFolder()
    let parts = [
      CorpusPart(try DigitsRun.corpus(pairs: 100, seed: 1, in: folder)),
      CorpusPart(try DigitsRun.corpus(pairs: 400, seed: 2, in: folder), weight: 2.5),
    ]
    let tokenizer = try BytePairTrainer(options: .init(vocabularySize: 300)).train()
    let corpus = try TokenizedCorpus(
      parts, encoder: PairEncoder(try TokenizerPair(joint: tokenizer), maximumLength: 100),
      threads: 1)
    let epochs = (0..<2).map { epoch in
      TokenBatcher(corpus, batchTokens: 100, seed: 1).batches(epoch: epoch).flatMap { $0 }
    }
    for pairs in epochs {
      #expect(Set(pairs) == Set(0..<500))
      #expect(pairs.count { $0 < 100 } == 100)
      #expect(abs(pairs.count { $0 >= 100 } - 1000) < 60)
    }
    #expect(epochs[0].sorted() != epochs[1].sorted())
    #expect(try corpus.pair(100).origin == TokenizedCorpus.Origin(part: 1, pair: 0))
  }

  @Test func aTagStandsBeforeEverySource() throws {
    var run = try DigitsRun()
    run.setup.corpora[0].tag = "<2de>"
    run.plan.maximumUpdates = 1
    try run.train()
    let tokenizers = try run.setup.folder.loadTokenizers()
    let tag = try #require(tokenizers.source.id(named: "<2de>"))
    let corpus = try TokenizedCorpus(
      run.setup.corpora, encoder: PairEncoder(tokenizers, maximumLength: 100), threads: 1)
    #expect(try (0..<corpus.count).allSatisfy { try corpus.pair($0).source.first == tag })

    #expect(throws: Never.self) {
      try Translator(ensemble: [run.setup.folder], direction: Direction(tag: "<2de>"))
    }
    #expect(
      throws: InputError(
        "tag <2fr>", "the vocabulary has no such token.",
        remedy: "Learn one that reserves it: train vocabulary … --reserve '<2fr>'")
    ) {
      try Translator(ensemble: [run.setup.folder], direction: Direction(tag: "<2fr>"))
    }
  }

  @Test func eachSideMayHaveAVocabulary() throws {
    var run = try DigitsRun()
    run.setup.vocabulary = .learned(size: 280, isJoint: false)
    run.plan.maximumUpdates = 1
    try run.train()
    let model = try run.setup.folder.loadConfiguration()
    #expect(model.tiedEmbeddings == .target)
    #expect(try !run.setup.folder.loadTokenizers().isJoint)
    let translator = try Translator(run.setup.folder)
    #expect(translator.translate(["1 2 3"]).count == 1)
  }

  @Test func fineTuningBeginsWithTheModel() throws {
    let first = try DigitsRun()
    try first.train()
    var second = try DigitsRun()
    second.setup.initialModel = first.setup.folder
    try second.train(interruptedAfter: 0)
    #expect(try second.weights() == first.weights())
    second.setup.resume = true
    try second.train()
    #expect(try second.weights() != first.weights())
  }

  @Test func normsAndTyingAreChosen() throws {
    var run = try DigitsRun()
    run.setup.shape.normalizesBefore = false
    run.setup.shape.tiedEmbeddings = ModelConfiguration.TiedEmbeddings.none
    run.setup.shape.encoderLayers = 2
    run.setup.shape.feedForwardSize = 64
    run.plan.maximumUpdates = 1
    try run.train()
    let model = try run.setup.folder.loadConfiguration()
    #expect(!model.normalizesBefore && !model.hasFinalNorm)
    #expect(model.tiedEmbeddings == .none)
    #expect((model.encoderLayers, model.decoderLayers) == (2, 4))
    #expect(model.decoderFeedForwardSize == 64)

    run = try DigitsRun()
    run.setup.shape.heads = 3
    #expect(
      throws: InputError(
        "encoder_attention_heads", "3, which does not divide d_model 128.",
        remedy: "Choose other sizes for the model.")
    ) {
      try run.train()
    }
  }
}
