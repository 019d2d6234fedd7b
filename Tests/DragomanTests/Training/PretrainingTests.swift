import Testing

import Dragoman

@Suite struct PretrainingTests {
  @Test(arguments: PretrainingObjective.allCases)
  func threadsDoNotChangeTheResult(objective: PretrainingObjective) throws {
    let results = try [1, 3].map { threads in
      var run = try PretrainingRun(objective: objective)
      run.setup.threads = threads
      #expect(try run.train() == .updates)
      return try run.numbers()
    }
    let areEqual = results[0] == results[1]
    #expect(areEqual)
  }

  @Test func interruptionsDoNotChangeTheResult() throws {
    var whole = try PretrainingRun()
    whole.plan.maximumUpdates = 8
    try whole.train()
    var run = try PretrainingRun()
    run.plan.maximumUpdates = 8
    for update in [0, 1, 6] {
      #expect(try run.train(interruptedAfter: update) == .interruption)
      run.setup.resume = true
    }
    #expect(try run.train() == .updates)
    let (resumed, expected) = (try run.numbers(), try whole.numbers())
    let areEqual = resumed == expected
    #expect(areEqual)
  }

  /// Counting is learned: of hidden numbers most are found, and what follows is told from what does not.
  @Test func hiddenWordsAreLearned() throws {
    var run = try PretrainingRun(documents: 200)
    run.setup.validation = [
      try run.folder.write(PretrainingRun.documents(300..<320), to: "validation")
    ]
    run.setup.options.warmup = 20
    run.setup.options.learningRate = 0.01
    run.setup.options.averageDecay = 0.99
    run.plan.maximumUpdates = 600
    run.plan.validEvery = 600
    var scores: [Double] = []
    let (trainer, summary) = try run.setup.trainer { _ in }
    #expect(summary.documents == 200 && summary.sentences == 800)
    _ = try trainer.run(run.plan, isInterrupted: { false }) { event in
      if case .validation(let report) = event {
        #expect(report.measure == "accuracy")
        scores.append(report.score)
      }
    }
    #expect((scores.last ?? 0) > 60, "\(scores)")
    let model = try EncoderModel(run.setup.folder, precision: .float32)
    let filled = try model.fill(["three four \(model.mask) six seven"], best: 1)
    #expect(filled[0][0][0].text == "▁five")
  }

  /// A model that writes hidden parts is a translator, with which another may begin.
  @Test func hiddenPartsAreLearned() throws {
    var run = try PretrainingRun(objective: .spans, documents: 200)
    run.setup.validation = [
      try run.folder.write(PretrainingRun.documents(300..<320), to: "validation")
    ]
    run.setup.options.warmup = 20
    run.setup.options.learningRate = 0.01
    run.setup.options.averageDecay = 0.99
    run.plan.maximumUpdates = 300
    run.plan.validEvery = 300
    var score = 0.0
    let trainer = try run.setup.trainer { _ in }.trainer
    _ = try trainer.run(run.plan, isInterrupted: { false }) { event in
      if case .validation(let report) = event { score = report.score }
    }
    #expect(score > 60)
    var translation = try DigitsRun()
    translation.setup.initialModel = run.setup.folder
    translation.plan.maximumUpdates = 1
    #expect(try translation.train() == .updates)
    run.setup.shape.form = .bert
    run.setup.folder = ModelFolder(run.folder.file("other"))
    #expect(throws: InputError.self) { try run.train() }
  }

  @Test func textWithoutDocumentsIsRefused() throws {
    var run = try PretrainingRun()
    let path = try run.folder.write(["one two three", "four five six"], to: "single")
    run.setup.files = [path]
    #expect(
      throws: InputError(
        path,
        "has one document only: no blank line stands between two, and the next sentence of another is needed.",
        remedy: "Put blank lines between documents, or choose `objective` mlm.")
    ) { try run.train() }
    run.setup.objective = .maskedTokens
    #expect(try run.train() == .updates)
  }

  @Test func whatCannotBeMaskedIsRefused() throws {
    var run = try PretrainingRun()
    let path = try run.folder.write(["", "", "  "], to: "blank")
    run.setup.files = [path]
    run.setup.vocabulary = Golden.path("bert/wordpiece.json")
    #expect(
      throws: InputError(
        path, "has no text, so that nothing can be masked.",
        remedy: "Give text with one sentence a line.")
    ) { try run.train() }
  }

  @Test func aVocabularyWithoutAMaskIsRefused() throws {
    var run = try PretrainingRun()
    run.setup.vocabulary = Golden.path("tokenizer.json")
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.problem.contains("no control token stands for hidden text") == true)
  }
}
