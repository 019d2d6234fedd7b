import Testing

import Dragoman

/// What a run takes is known before it takes it.
@Suite struct TrainingMemoryTests {
  @Test func textThatIsTooLargeIsNamed() throws {
    var run = try DigitsRun(pairs: 20_000)
    run.setup.memoryLimit = 64 << 20
    let text = run.setup.corpora[0].text.memory
    #expect(text > 700_000)
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.place == "`memory-limit`")
    #expect(
      error?.problem
        == "64 MiB, but the program takes 64 MiB alone, and the text of the corpus \(text >> 20 + 1) MiB."
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

  /// Text and tokens as bytes take hardly more than these: of a pair some 40 characters, and as many tokens.
  @Test func linesAndTokensTakeTheirBytes() throws {
    let folder = try TemporaryFolder()
    let text = try DigitsRun.corpus(pairs: 20_000, seed: 3, in: folder)
    let tokenizer = try BytePairTrainer(options: .init(vocabularySize: 280)).train()
    let encoder = PairEncoder(try TokenizerPair(joint: tokenizer), maximumLength: 100)
    let tokens = try TokenizedCorpus([CorpusPart(text)], encoder: encoder, threads: 1)
    let bytes = try text.pairs(0..<text.count).reduce(0) { $0 + 2 * $1.source.utf8.count }
    #expect((bytes..<bytes + 20_000 * 8).contains(text.memory))
    #expect(tokens.memory < text.memory + 20_000 * 32)
  }

  @Test func whatLiesOnDiskTakesNextToNothing() throws {
    let folder = try TemporaryFolder()
    var storage = CorpusStorage(folder: folder.file("cache"))
    storage.memory = 0
    let path = try folder.write(
      CopyTask.lines(count: 20_000, lengths: 5...12, seed: 3), to: "lines")
    let text = try ParallelCorpus(sourcePath: path, targetPath: path, storage: storage)
    let tokenizer = try BytePairTrainer(options: .init(vocabularySize: 280)).train()
    let encoder = PairEncoder(try TokenizerPair(joint: tokenizer), maximumLength: 100)
    let tokens = try TokenizedCorpus(
      [CorpusPart(text)], encoder: encoder, storage: storage, threads: 1)
    // The place of every 32nd pair; the labels of each, and the order of an epoch.
    #expect(text.memory <= 20_000 / 32 * 8 + 16)
    #expect(tokens.memory <= 20_000 / 32 * 8 + 16 + 20_000 * (4 + 4))
  }
}
