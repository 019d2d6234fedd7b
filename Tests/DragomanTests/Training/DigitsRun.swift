import FoundationEssentials
import Testing

import Dragoman

/// A small run on the copy task, in a folder of its own.
struct DigitsRun {
  let folder: TemporaryFolder
  var setup: TrainingSetup
  var plan = TrainingPlan()

  init(pairs: Int = 150) throws {
    folder = try TemporaryFolder()
    let corpus = try Self.corpus(pairs: pairs, seed: 1, in: folder)
    setup = TrainingSetup(
      corpora: [CorpusPart(corpus)], folder: ModelFolder(folder.file("model")),
      defaults: TrainingDefaults(pairs: pairs))
    setup.vocabulary = .learned(size: 280, isJoint: true)
    setup.options.batchTokens = 500
    setup.options.learningRate = 0.005
    plan.maximumUpdates = 4
  }

  static func corpus(pairs: Int, seed: UInt64, in folder: TemporaryFolder) throws -> ParallelCorpus
  {
    let path = try folder.write(
      CopyTask.lines(count: pairs, lengths: 5...12, seed: seed), to: "lines-\(seed)")
    return try ParallelCorpus(sourcePath: path, targetPath: path)
  }

  /// Trains until the plan is over, or until so many updates are done.
  @discardableResult func train(interruptedAfter updates: Int? = nil) throws -> TrainingEnd {
    let trainer = try setup.trainer { _ in }
    return try trainer.run(
      plan, isInterrupted: { trainer.updates == updates }, report: { _ in })
  }

  /// All bytes of the model.
  func weights() throws -> Data {
    try Data(contentsOf: URL(filePath: setup.folder.weightsPath))
  }

  /// A vector of the last state.
  func tensor(_ name: String) throws -> [Float] {
    let file = try Safetensors(path: "\(setup.folder.path)/training.safetensors")
    let shape = try #require(file[name]?.shape)
    var values = [Float](repeating: 0, count: shape.reduce(1, *))
    try file.copy(name, shape: shape, into: &values)
    return values
  }

  /// All numbers of a state, byte by byte. They are no collection, for of two that differ Swift Testing would
  /// look for the differences for many minutes.
  struct Numbers: Equatable {
    fileprivate let bytes: Data
  }

  /// The numbers of the last state on disk: parameters, averages and moments.
  func numbers() throws -> Numbers {
    let file = try Data(
      contentsOf: URL(filePath: "\(setup.folder.path)/training.safetensors"))
    let header = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return Numbers(bytes: file.dropFirst(8 + header))
  }
}
