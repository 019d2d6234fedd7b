import Testing

import Dragoman

/// Which model a run keeps, by scripted validations of a task that learns next to nothing.
@Suite struct BestModelTests {
  /// A task whose validations find what a script says.
  private struct ScriptedTask: TrainingTask {
    let transformer: Transformer
    let corpus: TokenizedCorpus
    let validation: (any Validation)?

    var layout: ParameterLayout { transformer.layout }
    var model: any ModelDescription { transformer.configuration }
    var fingerprint: UInt64 { 1 }
    var exampleCount: Int { corpus.count }
    func batches(epoch: Int) -> Batches {
      Batches(order: Array(0..<UInt32(corpus.count)), starts: [0, corpus.count])
    }
    func labelCount(_ examples: [Int]) -> Int { examples.count }
    func parts(of examples: [Int]) -> [[Int]] { [examples] }
    func shard(_ examples: [Int], number: Int, update: Int) throws -> any TrainingShard {
      TranslationShard(transformer, try Batch(examples, of: corpus))
    }
  }

  private final class Script: Validation, @unchecked Sendable {
    let fingerprint: UInt64
    private var findings: [(score: Double, perplexity: Double)]

    init(_ findings: [(score: Double, perplexity: Double)], fingerprint: UInt64 = 7) {
      self.findings = findings.reversed()
      self.fingerprint = fingerprint
    }

    func measure(_ parameters: ParameterBuffer, on workers: GradientWorkers) -> Measurement {
      let (score, perplexity) = findings.popLast() ?? (0, 1e9)
      return Measurement(measure: "points", score: score, perplexity: perplexity, samples: [])
    }
  }

  private let folder: TemporaryFolder
  private let golden: GoldenCase

  init() throws {
    folder = try TemporaryFolder()
    golden = try GoldenCase("transformer-post-norm")
  }

  /// What a run found: its validations, by update, whether each was the best so far, and how it ended.
  private struct Course {
    var best: [Int: Bool] = [:]
    var anew: [ValidationReport?] = []
    var end: TrainingEnd
  }

  private func run(
    _ script: Script?, beginning: Trainer.Beginning = .random, updates: Int, patience: Int = 10
  ) throws -> Course {
    let corpus = try TokenizedCorpus(
      zip(golden.figures.source, golden.figures.target).map { ($0, $1) })
    let task = ScriptedTask(transformer: golden.transformer, corpus: corpus, validation: script)
    let model = ModelFolder(folder.file("model"))
    try model.create()
    let trainer = try Trainer(
      folder: model, lock: FolderLock(model.path), task: task, options: TrainingOptions(),
      threads: 1, beginning: beginning)
    var plan = TrainingPlan()
    (plan.maximumUpdates, plan.validEvery, plan.patience) = (updates, 1, patience)
    var course = Course(end: .updates)
    course.end = try trainer.run(plan, isInterrupted: { false }) { event in
      switch event {
      case .validation(let report): course.best[report.update] = report.isBest
      case .otherValidation(let report): course.anew.append(report)
      default: break
      }
    }
    return course
  }

  private func saved() throws -> Trainer.Beginning {
    .saved(
      try TrainingCheckpoint(in: ModelFolder(folder.file("model"))).open { _ in })
  }

  private func weights() throws -> [Float] {
    let values = ParameterBuffer(count: golden.transformer.layout.count)
    try values.load(
      golden.transformer.layout, from: Safetensors(path: folder.file("model/model.safetensors")))
    return values.copied()
  }

  @Test func equalIsNotBetterButALowerPerplexityIs() throws {
    let course = try run(
      Script([(0, 50), (0, 40), (0, 40), (0, 45), (3, 90), (2, 1)]), updates: 6)
    #expect(course.best == [1: true, 2: true, 3: false, 4: false, 5: true, 6: false])
  }

  @Test func patienceCountsWhatIsNotBetter() throws {
    let course = try run(Script([(5, 9), (5, 9), (5, 9), (5, 1)]), updates: 9, patience: 2)
    #expect(course.end == .noProgress(validations: 2))
    #expect(course.best.count == 3)
  }

  /// New bests by luck are no progress, a slow rise is, and so is a perplexity that falls while the score is 0.
  @Test func aTrendIsProgressAndLuckIsNot() throws {
    let luck = [30, 31, 29, 30.5, 31.1, 29.5, 31.2, 30, 31.3].map { (score: $0, perplexity: 5.0) }
    #expect(try run(Script(luck), updates: 9, patience: 6).end == .noProgress(validations: 6))
    let rise = (0..<9).map { (score: 30 + 0.1 * Double($0), perplexity: 5 + Double($0)) }
    #expect(try run(Script(rise), updates: 9, patience: 6).end == .updates)
    let silence = (0..<9).map { (score: 0.0, perplexity: 90 - Double($0)) }
    #expect(try run(Script(silence), updates: 9, patience: 6).end == .updates)
  }

  @Test func aPerfectScoreEndsTheRun() throws {
    let course = try run(Script([(5, 9), (100, 2), (100, 1)]), updates: 9)
    #expect(course.end == .perfection)
    #expect(course.best == [1: true, 2: true])
  }

  @Test func fineTuningMeasuresTheModelThatItBeginsWith() throws {
    let course = try run(
      Script([(60, 3), (17, 9), (18, 8)]), beginning: .model(golden.parameters), updates: 2)
    #expect(course.best == [0: true, 1: false, 2: false])
    #expect(try weights() == golden.parameters.copied())
  }

  @Test func aBestScoreBelongsToWhatItWasMeasuredOn() throws {
    _ = try run(Script([(60, 3)]), updates: 1)
    let first = try weights()
    // The same sentences: 60 stays to be beaten.
    var course = try run(Script([(50, 3)]), beginning: saved(), updates: 2)
    #expect(course.anew.isEmpty && course.best == [2: false])
    #expect(try weights() == first)
    // Other sentences, by which the kept model has 20.
    course = try run(
      Script([(20, 5), (30, 4)], fingerprint: 8), beginning: saved(), updates: 3)
    #expect(course.anew.map { $0?.score } == [20])
    #expect(course.best == [3: true])
    let second = try weights()
    #expect(second != first)
    // None: the newest weights are kept.
    course = try run(nil, beginning: saved(), updates: 4)
    #expect(course.anew.count == 1 && course.anew[0] == nil)
    #expect(try weights() != second)
  }

  @Test func whereWordsHaveNoSpacesCharactersAreMeasured() throws {
    var run = try DigitsRun()
    let (source, target) = (["1 2 3", "4 5", "6 7 8"], ["一 二三", "四五。", "六七八"])
    run.setup.validation = [
      CorpusPart(
        try ParallelCorpus(
          sourcePath: run.folder.write(source, to: "valid.en"),
          targetPath: run.folder.write(target, to: "valid.ja")))
    ]
    run.plan.maximumUpdates = 1
    var reports: [ValidationReport] = []
    let trainer = try run.setup.trainer { _ in }
    _ = try trainer.run(run.plan, isInterrupted: { false }) { event in
      if case .validation(let report) = event { reports.append(report) }
    }
    #expect(reports.map(\.measure) == ["chrF2"])
    #expect(reports[0].samples.map(\.source) == ["1 2 3", "4 5", "6 7 8"])
  }
}
