import FoundationEssentials
import Testing

import Dragoman
import train

/// Each remark on the course of a run, beside a course just short of it.
@Suite struct TrainingAdviceTests {
  private let runner: CommandRunner
  private var setup: TrainingSetup

  init() throws {
    runner = try CommandRunner()
    setup = TrainingSetup(
      corpora: [], folder: ModelFolder(runner.folder.path), defaults: TrainingDefaults(pairs: 100))
    setup.corpora = [try corpus(lines: 95)]
  }

  private func corpus(lines: Int) throws -> CorpusPart {
    let name = "lines-\(lines)"
    try runner.write(String(repeating: "1 2 3\n", count: lines), to: name)
    let path = runner.folder.appending(path: name).path
    return CorpusPart(try ParallelCorpus(sourcePath: path, targetPath: path))
  }

  /// What is said of a run with such lines in its log.
  private func advice(_ log: [String], leftOut: Int = 0) throws -> [String] {
    try runner.write(log.joined(separator: "\n"), to: "training.jsonl")
    return TrainingAdvice(
      try TrainingHistory(of: setup.folder), setup: setup, leftOut: leftOut
    ).remarks
  }

  /// A log of validations, at updates 100, 200 and so on.
  private func validations(perplexities: [Double], scores: [Double]) -> [String] {
    zip(perplexities, scores).enumerated().map { index, figures in
      let best = scores[...index].max() ?? 0
      return """
        {"event": "validation", "update": \(100 * (index + 1)), "epoch": 1, "perplexity": \(figures.0), \
        "score": \(figures.1), "bestScore": \(best), "seconds": 1}
        """
    }
  }

  private func update(_ number: Int, gradientNorm: Double) -> String {
    """
    {"event": "update", "update": \(number), "epoch": 1, "loss": 1, "gradientNorm": \(gradientNorm), \
    "learningRate": 0.001, "tokens": 100, "seconds": 1}
    """
  }

  @Test func anOrdinaryRunNeedsNone() throws {
    #expect(try advice([]) == [])
    #expect(
      try advice(validations(perplexities: [9, 5, 4, 4, 4], scores: [9, 20, 21, 21, 21])) == [])
  }

  @Test func overfitting() throws {
    let scores = [20.0, 20, 20, 20]
    let log = validations(perplexities: [5, 5.2, 5.3, 5.4], scores: scores)
    #expect(
      try advice(log) == [
        "The model overfits: the perplexity of the validation sentences was lowest at update 100 and has "
          + "risen since. More text helps most; else a higher --dropout than 0.2, or a smaller --preset."
      ])
    #expect(try advice(Array(log.dropLast())) == [])
    #expect(try advice(validations(perplexities: [5, 5.1, 5.1, 5.1], scores: scores)) == [])
  }

  @Test func anotherMethodIsNamedOnlyWhereItIsNotUsed() throws {
    let log = validations(perplexities: [5, 5.2, 5.3, 5.4], scores: [20, 20, 20, 20])
    var other = self
    other.setup.options.consistency = 0
    #expect(try other.advice(log)[0].contains("else --r-drop 2, a higher --dropout"))
  }

  @Test func stillLearning() throws {
    let perplexities = [5.0, 4, 3, 2]
    let remark =
      "The score was still rising at the last validation: --resume with more time gives a better model."
    #expect(
      try advice(validations(perplexities: perplexities, scores: [9, 10, 11, 11.3])) == [remark])
    #expect(try advice(validations(perplexities: perplexities, scores: [9, 10, 11, 11.1])) == [])
  }

  @Test(arguments: [(1, "once"), (2, "2 times")])
  func divergence(times: Int, words: String) throws {
    let recovery = """
      {"event": "recovery", "update": 1234, "batch": 1, "epoch": 1, "learningRate": 0.1, \
      "restoredUpdate": 1000, "rateFactor": 0.5}
      """
    #expect(
      try advice(Array(repeating: recovery, count: times)) == [
        "The loss was not finite at update 1,234, and learning rates were halved \(words). A lower "
          + "--learning-rate or a longer --warmup from the start trains better."
      ])
  }

  @Test func clipping() throws {
    var other = self
    (other.setup.options.clipNorm, other.setup.options.learningRate) = (1, 0.004)
    let first = setup.options.warmup + 1
    let calm = (0..<6).map { update(first + $0, gradientNorm: 0.9) }
    let steep = (6..<13).map { update(first + $0, gradientNorm: 1.1) }
    #expect(
      try other.advice(calm + steep) == [
        "More than half of the gradients were longer than --clip-norm 1.0: the learning rate of 0.004 may "
          + "be too high."
      ])
    #expect(try other.advice(calm + steep.dropLast()) == [])
    // Before the warm-up is over, steps are small whatever the gradients are.
    #expect(try other.advice((1...20).map { update($0, gradientNorm: 9) }) == [])
  }

  @Test func nothingLearned() throws {
    let perplexities = [Double](repeating: 300, count: 7)
    let scores = [0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 1.9]
    let log = validations(perplexities: perplexities, scores: scores)
    #expect(
      try advice(log).last
        == "The model has learned next to nothing. See whether line n of one file translates line n of "
        + "the other, and whether --source and --target are the right way round in training and "
        + "validation.")
    #expect(
      try advice(
        validations(perplexities: perplexities, scores: [2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])) == [])
  }

  @Test func faultyData() throws {
    #expect(
      try advice([], leftOut: 6) == [
        "6 of 101 lines were left out as empty or too long; --verbose lists them."
      ])
    #expect(try advice([], leftOut: 5) == [])
  }

  @Test func smallValidation() throws {
    var other = self
    other.setup.validation = [try corpus(lines: 199)]
    #expect(
      try other.advice([]) == [
        "199 validation sentences are few: the score jumps from chance, and the best model may be so by "
          + "luck. 500 to 2,000 are usual."
      ])
    other.setup.validation = [try corpus(lines: 200)]
    #expect(try other.advice([]) == [])
  }
}
