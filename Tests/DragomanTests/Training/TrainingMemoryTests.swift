import Testing

import Dragoman

/// What a run takes is known before it takes it.
@Suite struct TrainingMemoryTests {
  @Test func textThatIsTooLargeIsNamed() throws {
    var run = try DigitsRun(pairs: 20_000)
    run.setup.memoryLimit = 64 << 20
    let text = run.setup.corpora[0].text.memory
    #expect(text > 1 << 20)
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.place == "`memory-limit`")
    #expect(
      error?.problem
        == "64 MiB, but the text of the corpus takes \(text >> 20 + 1) MiB, and the program some beside."
    )
  }

  @Test func aModelBesideACorpusThatIsTooLargeIsNamed() throws {
    var run = try DigitsRun(pairs: 20_000)
    run.setup.memoryLimit = 72 << 20
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.problem.hasPrefix("72 MiB, but the run needs ") == true)
    #expect(error?.problem.contains(" for the text and the tokens of the corpus, ") == true)
  }

  @Test func aLargerCorpusLeavesLessForTheModel() throws {
    func shardTokens(pairs: Int) throws -> Int {
      var run = try DigitsRun(pairs: pairs)
      run.setup.memoryLimit = 110 << 20
      try run.train(interruptedAfter: 0)
      let file = try Safetensors(path: "\(run.setup.folder.path)/training.safetensors")
      let identity = try #require(file.metadata["identity"])
      let digits = try #require(identity.firstMatch(of: /"shard-tokens":(\d+)/)).1
      return try #require(Int(digits))
    }
    #expect(try shardTokens(pairs: 20_000) < shardTokens(pairs: 150))
  }

  @Test func tokensAreEstimatedFromASample() throws {
    let folder = try TemporaryFolder()
    let corpus = CorpusPart(try DigitsRun.corpus(pairs: 20_000, seed: 3, in: folder))
    var trainer = BytePairTrainer(options: .init(vocabularySize: 280))
    trainer.add(corpus.text.source)
    let encoder = PairEncoder(try TokenizerPair(joint: trainer.train()), maximumLength: 100)
    let tokenized = try TokenizedCorpus([corpus], encoder: encoder, threads: 1)
    let numbers = [tokenized.sources, tokenized.targets].map { $0.ids.count + $0.offsets.count }
    // An origin is two integers, and an epoch has three lists of all pairs.
    let kept = 4 * numbers.reduce(0, +) + tokenized.count * (16 + 24)
    let estimate = try TokenizedCorpus.estimatedMemory([corpus], encoder: encoder)
    #expect(abs(estimate.kept - kept) < kept / 50)
    #expect(abs(estimate.growth - 4 * tokenized.sources.ids.count) < kept / 50)
  }

  @Test func linesTakeTheirBlocksOfMemory() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(["short", String(repeating: "a", count: 100)], to: "lines")
    let corpus = try ParallelCorpus(sourcePath: path, targetPath: path)
    // The second's block has a header, a zero at the end and what the allocator notes: 141 bytes, so 144.
    #expect(corpus.memory == 2 * 8 + 2 * (16 + 16 + 144))
  }
}
