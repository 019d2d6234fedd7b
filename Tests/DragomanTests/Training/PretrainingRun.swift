import FoundationEssentials
import Testing

import Dragoman

/// A small run of pretraining on made-up documents, in a folder of its own.
struct PretrainingRun {
  let folder: TemporaryFolder
  var setup: PretrainingSetup
  var plan = TrainingPlan()

  /// Each document counts up from a word of its own, so that hidden words and what follows can be known.
  static func documents(_ numbers: Range<Int>) -> [String] {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return numbers.flatMap { document in
      (0..<4).map { sentence in
        (0..<5).map { words[(document + sentence + $0) % words.count] }.joined(separator: " ")
      } + [""]
    }
  }

  init(objective: PretrainingObjective = .nextSentence, documents: Int = 60) throws {
    folder = try TemporaryFolder()
    let text = try folder.write(Self.documents(0..<documents), to: "text")
    setup = try PretrainingSetup(files: [text], folder: ModelFolder(folder.file("model")))
    setup.objective = objective
    setup.vocabularySize = 330
    setup.shape.width = 32
    setup.shape.layers = 2
    setup.options.batchTokens = 600
    setup.options.shardTokens = 200
    setup.options.learningRate = 0.005
    plan.maximumUpdates = 4
  }

  /// Trains until the plan is over, or until so many updates are done.
  @discardableResult func train(interruptedAfter updates: Int? = nil) throws -> TrainingEnd {
    let trainer = try setup.trainer { _ in }.trainer
    return try trainer.run(
      plan, isInterrupted: { trainer.updates == updates }, report: { _ in })
  }

  /// All numbers of the last state on disk.
  func numbers() throws -> Data {
    let file = try Data(
      contentsOf: URL(filePath: "\(setup.folder.path)/training.safetensors"))
    let header = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return file.dropFirst(8 + header)
  }
}
