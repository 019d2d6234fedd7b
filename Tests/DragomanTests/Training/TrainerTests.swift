import Testing

import Dragoman

@Suite struct TrainerTests {
  @Test func threadsDoNotChangeTheResult() throws {
    let results = try [1, 2, 4].map { threads in
      var run = try DigitsRun()
      run.setup.threads = threads
      run.setup.options.batchTokens = 3 * run.setup.options.shardTokens
      run.plan.maximumUpdates = 2
      #expect(try run.train() == .updates)
      return try run.numbers()
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  /// The corpus has six batches, so that runs also stop at and behind the end of an epoch.
  @Test func interruptionsDoNotChangeTheResult() throws {
    var whole = try DigitsRun()
    whole.plan.maximumUpdates = 8
    try whole.train()
    let numbers = try whole.numbers()

    var run = try DigitsRun()
    run.plan.maximumUpdates = 8
    for update in [0, 1, 6, 7] {
      #expect(try run.train(interruptedAfter: update) == .interruption)
      run.setup.resume = true
    }
    #expect(try run.numbers() != numbers)
    #expect(try run.train() == .updates)
    #expect(try run.numbers() == numbers)
  }

  @Test func theSeedChangesTheResult() throws {
    var run = try DigitsRun()
    run.plan.maximumUpdates = 1
    try run.train()
    var other = try DigitsRun()
    other.plan.maximumUpdates = 1
    other.setup.options.seed = 2
    try other.train()
    #expect(try run.numbers() != other.numbers())
  }

  @Test func onlyTheSameRunIsResumed() throws {
    var run = try DigitsRun()
    run.setup.options.seed = 1 << 60
    try run.train(interruptedAfter: 1)
    run.setup.resume = true

    func expectRefusal(_ difference: String, _ change: (inout TrainingSetup) throws -> Void) throws
    {
      var other = run
      try change(&other.setup)
      #expect(
        throws: InputError(
          "\(run.setup.folder.path)/training.safetensors",
          "the run was started with \(difference).",
          remedy: "Resume with the same corpus and options, or train into another folder.")
      ) {
        try other.train()
      }
    }
    try expectRefusal("another corpus or vocabulary") {
      $0.corpora = [CorpusPart(try DigitsRun.corpus(pairs: 150, seed: 2, in: run.folder))]
    }
    try expectRefusal("seed 1152921504606846976, not 1152921504606846977") {
      $0.options.seed += 1
    }
    try expectRefusal("learning-rate 0.005, not 0.002") { $0.options.learningRate = 0.002 }
    try expectRefusal(
      "d_model 128, not 256; decoder_ffn_dim 256, not 1024; decoder_layers 4, not 3; "
        + "encoder_ffn_dim 256, not 1024; encoder_layers 4, not 3"
    ) { $0.shape.preset = .small }
    run.setup.threads = 2
    run.plan.maximumUpdates = 2
    #expect(try run.train() == .updates)
  }

  @Test func anotherModelIsNeverOverwritten() throws {
    let run = try DigitsRun()
    try run.train(interruptedAfter: 0)
    let numbers = try run.numbers()
    #expect(
      throws: InputError(
        run.setup.folder.path, "holds a model already.",
        remedy: "Add `resume` to go on with its training, or choose another `model`.")
    ) {
      try run.train()
    }
    #expect(try run.numbers() == numbers)
  }

  /// Who learns digits expects letters less and less, so the first validation stays the best.
  @Test func trainingEndsWhenValidationsNoLongerImprove() throws {
    var run = try DigitsRun()
    let letters = try run.folder.write(
      ["a b c d e f", "g h i j k l", "m n o p q r"], to: "letters")
    run.setup.validation = [
      CorpusPart(try ParallelCorpus(sourcePath: letters, targetPath: letters))
    ]
    (run.setup.options.optimizer, run.setup.options.warmup) = (.adam, 1)
    run.plan.maximumUpdates = nil
    run.plan.validEvery = 2
    run.plan.patience = 2
    var validations: [ValidationReport] = []
    let trainer = try run.setup.trainer { _ in }
    let end = try trainer.run(run.plan, isInterrupted: { false }) { event in
      if case .validation(let report) = event { validations.append(report) }
    }
    #expect(end == .noProgress(validations: 2))
    #expect(validations.map(\.update) == [2, 4, 6])
    #expect(trainer.updates == 6)
    let perplexities = validations.map(\.perplexity)
    #expect(perplexities.min() == perplexities.first, "\(perplexities)")
    #expect(validations.allSatisfy { $0.score <= validations[0].score })
  }

  @Test func pairsTooLongAreLeftOutAndCounted() throws {
    var run = try DigitsRun()
    run.setup.options.maximumLength = 15
    var notices: [TrainingSetup.Notice] = []
    _ = try run.setup.trainer { notices.append($0) }
    let text = run.setup.corpora[0].text
    let long = try text.pairs(0..<text.count).filter { $0.source.utf8.count >= 2 * 8 - 1 }
    let lines = long.map { "\(text.sourcePath):\($0.line)" }
    #expect(notices == [.leftOut(reason: "more than 15 tokens", lines: lines, isValidation: false)])

    run = try DigitsRun()
    run.setup.options.maximumLength = 3
    #expect(
      throws: InputError(
        "`source`", "no pair with text on both sides and at most 3 tokens.",
        remedy: "Give a corpus with one sentence a line.")
    ) {
      try run.train()
    }
  }
}
