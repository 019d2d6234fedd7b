import FoundationEssentials
import Testing

import Dragoman

/// What every optimiser promises, and what Muon computes.
@Suite struct OptimizerTests {
  /// What `Golden/muon.py` wrote.
  private struct Figures: Decodable {
    struct Case: Decodable {
      let shape: [Int]
      let matrix: [Float]
      let gradients: [[Float]]
      let after: [Float]
    }

    let rate: Float
    let cases: [Case]
  }

  @Test func muonFollowsPyTorch() throws {
    let figures = try JSONDecoder().decode(
      Figures.self, from: Data(contentsOf: Golden.folder.appending(path: "muon.json")))
    var layout = ParameterLayout()
    for (number, golden) in figures.cases.enumerated() {
      _ = layout.matrix("\(number)", rows: golden.shape[0], columns: golden.shape[1])
    }
    var options = TrainingOptions()
    options.optimizer = .muon
    let workers = GradientWorkers(layout, threads: 1)
    let optimizer = options.optimizer.optimizer(of: layout, options: options)
    let parameters = ParameterBuffer(count: layout.count)
    func fill(_ buffer: ParameterBuffer, _ values: (Figures.Case) -> [Float]) {
      for (place, value) in figures.cases.flatMap(values).enumerated() {
        buffer.floats[place] = value
      }
    }
    fill(parameters) { $0.matrix }
    for update in 1...figures.cases[0].gradients.count {
      // Twice the gradients at half the scale, as if they were clipped.
      fill(workers.gradients) { $0.gradients[update - 1].map { 2 * $0 } }
      optimizer.update(
        parameters, by: OptimizerStep(number: update, rate: figures.rate, scale: 0.5), on: workers)
    }
    #expect(largestDifference(parameters.copied(), figures.cases.flatMap(\.after)) < 1e-5)
  }

  /// With a large table, so that its parts are many, and neighbours that are not updated alike.
  @Test(arguments: OptimizerName.allCases) func threadsCannotBeSeen(_ name: OptimizerName) {
    var layout = ParameterLayout()
    layout.addTable(layout.matrix("table", rows: 700, columns: 900))
    for number in 0..<5 {
      _ = layout.matrix("weight\(number)", rows: 70 + number, columns: 90)
      _ = layout.vector("bias\(number)", count: 5, .ones)
    }
    var options = TrainingOptions()
    options.optimizer = name
    let results = [1, 2, 3].map { threads in
      let workers = GradientWorkers(layout, threads: threads)
      let optimizer = name.optimizer(of: layout, options: options)
      let parameters = ParameterBuffer(count: layout.count)
      parameters.initialize(layout, seed: 1)
      for update in 1...2 {
        workers.gradients.initialize(layout, seed: 1 + UInt64(update))
        optimizer.update(
          parameters, by: OptimizerStep(number: update, rate: 0.01, scale: 0.5), on: workers)
      }
      return parameters.copied()
    }
    let first = ParameterBuffer(count: layout.count)
    first.initialize(layout, seed: 1)
    #expect(!zip(results[0], first.floats).contains { $0 == $1 })
    #expect(results[0].map(\.bitPattern) == results[1].map(\.bitPattern))
    #expect(results[0].map(\.bitPattern) == results[2].map(\.bitPattern))
  }

  private func run(_ name: OptimizerName) throws -> DigitsRun {
    var run = try DigitsRun()
    run.setup.options.optimizer = name
    run.setup.options.shardTokens = 200
    return run
  }

  @Test(arguments: OptimizerName.allCases) func aRunIsResumedExactly(_ name: OptimizerName) throws {
    let whole = try run(name)
    try whole.train()
    for threads in [1, 2] {
      var run = try run(name)
      run.setup.threads = threads
      try run.train(interruptedAfter: 2)
      run.setup.resume = true
      try run.train()
      #expect(try run.numbers() == whole.numbers())
    }
  }

  @Test func anotherOptimizerIsAnotherRun() throws {
    let first = try run(.adam)
    try first.train(interruptedAfter: 1)
    var run = first
    run.setup.resume = true
    run.setup.options.optimizer = .muon
    let error = #expect(throws: InputError.self) { try run.train() }
    #expect(error?.problem == "the run was started with optimizer adam, not muon.")
  }

  /// Muon has no second moment of the matrices, neither in memory nor on disk.
  @Test func muonKeepsLess() throws {
    let (adam, muon) = (try run(.adam), try run(.muon))
    for run in [adam, muon] { try run.train(interruptedAfter: 1) }
    let name = "secondMoment/encoder.0.selfAttention.key"
    #expect(throws: Never.self) { try adam.tensor("\(name).weight") }
    let state = try Safetensors(path: "\(muon.setup.folder.path)/training.safetensors")
    #expect(state["\(name).weight"] == nil && state["\(name).bias"] != nil)
    #expect(state["firstMoment/encoder.0.selfAttention.key.weight"] != nil)
  }

  @Test func muonLearns() throws {
    let losses = try OptimizerName.allCases.map { name in
      var run = try run(name)
      run.plan.maximumUpdates = 12
      run.setup.options.warmup = 4
      var losses: [Double] = []
      _ = try run.setup.trainer { _ in }.run(run.plan, isInterrupted: { false }) { event in
        if case .update(let update) = event { losses.append(update.loss) }
      }
      return losses
    }
    for losses in losses { #expect(losses[11] < losses[0] - 0.5, "\(losses)") }
    #expect(losses[0] != losses[1])
  }
}
