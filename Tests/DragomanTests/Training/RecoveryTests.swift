import FoundationEssentials
import Testing

import Dragoman

/// What a run does when something goes wrong.
@Suite struct RecoveryTests {
  @Test func theStateBeforeADamagedOneIsUsed() throws {
    var whole = try DigitsRun()
    whole.plan.maximumUpdates = 6
    try whole.train()

    var run = try DigitsRun()
    run.plan.maximumUpdates = 6
    run.plan.saveEvery = 2
    try run.train(interruptedAfter: 5)
    run.setup.resume = true
    let path = "\(run.setup.folder.path)/training.safetensors"
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count - 100] ^= 1
    try bytes.write(to: URL(filePath: path))
    var notices: [TrainingSetup.Notice] = []
    let trainer = try run.setup.trainer { notices.append($0) }
    #expect(
      notices == [
        .damage(
          "\(path): damaged: its numbers do not have the checksum that its header names. "
            + "The state before it is used.")
      ])
    #expect(trainer.updates == 4)
    _ = try trainer.run(run.plan, isInterrupted: { false }, report: { _ in })
    #expect(try run.numbers() == whole.numbers())
  }

  @Test func twoDamagedStatesAreAnError() throws {
    var run = try DigitsRun()
    try run.train(interruptedAfter: 1)
    run.setup.resume = true
    for name in ["training.safetensors", "training.previous.safetensors"] {
      try Data("short".utf8).write(to: URL(filePath: "\(run.setup.folder.path)/\(name)"))
    }
    #expect(throws: InputError.self) { try run.train() }
  }

  @Test func aFolderInUseIsLocked() throws {
    var run = try DigitsRun()
    try run.train(interruptedAfter: 1)
    run.setup.resume = true
    let first = try run.setup.trainer { _ in }
    #expect(
      throws: InputError(
        run.setup.folder.path, "another run is using the folder.",
        remedy: "Wait for its end, or choose another folder.")
    ) {
      try run.train()
    }
    withExtendedLifetime(first) {}
  }

  @Test func whatAKilledRunLeftBehindIsRemoved() throws {
    var run = try DigitsRun()
    try run.train(interruptedAfter: 1)
    let leftover = "\(run.setup.folder.path)/model.safetensors.writing-123"
    try Data("half".utf8).write(to: URL(filePath: leftover))
    run.setup.resume = true
    try run.train()
    #expect(!FileManager.default.fileExists(atPath: leftover))
  }

  @Test func aRunInLittleMemoryIsResumedWithItsShards() throws {
    var whole = try DigitsRun()
    whole.setup.memoryLimit = 110 << 20
    try whole.train()
    var run = try DigitsRun()
    run.setup.memoryLimit = 110 << 20
    try run.train(interruptedAfter: 1)
    run.setup.resume = true
    run.setup.memoryLimit = nil
    try run.train()
    #expect(try run.numbers() == whole.numbers())

    run.setup.memoryLimit = 10 << 20
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.place == "`memory-limit`")
    #expect(error?.problem.hasPrefix("10 MiB, but the program takes 64 MiB alone, ") == true)
  }

  @Test(arguments: ["parameter/", "average/", "firstMoment/", "secondMoment/"])
  func aStateThatIsNotFiniteIsNamed(prefix: String) throws {
    var run = try DigitsRun()
    try run.train(interruptedAfter: 1)
    run.setup.resume = true
    let path = "\(run.setup.folder.path)/training.safetensors"
    let file = try Safetensors(path: path)
    var items: [WrittenTensor] = []
    var memory: [UnsafeMutableBufferPointer<Float>] = []
    defer { for part in memory { part.deallocate() } }
    for name in file.names {
      let shape = try #require(file[name]?.shape)
      let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: shape.reduce(1, *))
      memory.append(values)
      try file.copy(name, shape: shape, into: try #require(values.baseAddress))
      if name == prefix + "embedding.weight" { values[3] = .nan }
      items.append(.init(name: name, shape: shape, values: UnsafeBufferPointer(values)))
    }
    try Safetensors.write(items, metadata: file.metadata, to: path)
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.place == path)
    #expect(
      error?.problem.hasPrefix("\(prefix)embedding.weight has weights that are no finite numbers")
        == true)
  }

  @Test func aModelThatIsNotFiniteIsNoBeginning() throws {
    let first = try DigitsRun()
    try first.train(interruptedAfter: 0)
    let (transformer, weights) = try first.setup.folder.loadModel()
    weights.parameters.floats[7] = .infinity
    try first.setup.folder.save(weights.parameters, layout: transformer.layout)
    var run = try DigitsRun()
    run.setup.initialModel = first.setup.folder
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.place == first.setup.folder.weightsPath)
    #expect(error?.problem.contains("number 8 is inf") == true)
  }

  /// A run that begins with weights of which products are too large for a float.
  @Test(arguments: OptimizerName.allCases)
  func divergenceIsNamedAndTriedAgainAFewTimes(_ optimizer: OptimizerName) throws {
    let first = try DigitsRun()
    try first.train(interruptedAfter: 0)
    let (transformer, weights) = try first.setup.folder.loadModel()
    for index in weights.parameters.floats.indices { weights.parameters.floats[index] = 1e38 }
    try first.setup.folder.save(weights.parameters, layout: transformer.layout)
    var run = try DigitsRun()
    run.setup.initialModel = first.setup.folder
    run.setup.options.optimizer = optimizer
    run.plan.maximumRecoveries = 2
    var recoveries: [RecoveryReport] = []
    let trainer = try run.setup.trainer { _ in }
    let error = #expect(throws: InputError.self) {
      _ = try trainer.run(run.plan, isInterrupted: { false }) { event in
        if case .recovery(let report) = event { recoveries.append(report) }
      }
    }
    #expect(recoveries.map(\.update) == [1, 1])
    #expect(recoveries.map(\.batch) == [1, 1])
    #expect(recoveries.map(\.restoredUpdate) == [0, 0])
    #expect(recoveries.map(\.rateFactor) == [0.5, 0.25])
    #expect(error?.place == "update 1")
    #expect(error?.problem.hasPrefix("the loss is not finite (epoch 1, batch 1, ") == true)
  }

  @Test func theLogOfWhatIsDoneAgainIsTakenOut() throws {
    let run = try DigitsRun()
    let trainer = try run.setup.trainer { _ in }
    let log = try TrainingLog(in: run.setup.folder, after: 0, interval: 1)
    _ = try trainer.run(run.plan, isInterrupted: { false }, report: log.write)
    #expect(try TrainingHistory(of: run.setup.folder).updates.map(\.update) == [1, 2, 3, 4])
    _ = try TrainingLog(in: run.setup.folder, after: 2)
    #expect(try TrainingHistory(of: run.setup.folder).updates.map(\.update) == [1, 2])
  }
}
