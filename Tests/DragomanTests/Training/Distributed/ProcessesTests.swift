import FoundationEssentials
import Testing

import Dragoman

/// How many processes train together cannot be seen in what they write.
@Suite struct ProcessesTests {
  /// A run with work for eight processes in most batches.
  private func run(_ change: (inout TrainingOptions) -> Void = { _ in }) throws -> DigitsRun {
    var run = try DigitsRun()
    run.setup.options.shardTokens = 60
    change(&run.setup.options)
    run.plan.maximumUpdates = 6
    return run
  }

  /// Trains in some processes, of some threads each, and returns how it ended in each.
  private func train(
    _ run: DigitsRun, processes: Int, threads: Int = 1, interruptedAfter updates: Int? = nil,
    change: @escaping @Sendable (inout TrainingSetup, _ rank: Int) -> Void = { _, _ in }
  ) -> [Result<TrainingEnd, any Error>] {
    nonisolated(unsafe) let setup = run.setup
    let plan = run.plan
    return LocalNetwork(processes).run { communicator in
      var setup = setup
      setup.threads = threads
      setup.communicator = communicator
      change(&setup, communicator.rank)
      let trainer = try setup.trainer { _ in }
      // One of the processes is told to end, not the one that leads.
      let isTold = communicator.rank == communicator.count - 1
      return try trainer.run(
        plan, isInterrupted: { isTold && trainer.updates == updates }, report: { _ in })
    }
  }

  @Test(arguments: [OptimizerName.adam, .muon]) func processesCannotBeSeen(_ name: OptimizerName)
    throws
  {
    let one = try run { $0.optimizer = name }
    try one.train()
    for (processes, threads) in [(2, 1), (2, 2), (3, 1), (4, 2), (5, 1), (8, 1)] {
      let several = try run { $0.optimizer = name }
      for end in train(several, processes: processes, threads: threads) {
        #expect(try end.get() == .updates)
      }
      #expect(try several.weights() == one.weights(), "\(processes) processes")
      #expect(try several.numbers() == one.numbers(), "\(processes) processes")
    }
  }

  /// Gradients that travel in 16 bits are rounded in one process, too.
  @Test func roundedGradientsAreTheSame() throws {
    let exact = try run()
    try exact.train()
    let one = try run { $0.communicate = .bfloat16 }
    try one.train()
    #expect(try one.numbers() != exact.numbers())
    for (processes, threads) in [(1, 2), (2, 1), (3, 2), (4, 1), (5, 1), (8, 1)] {
      let several = try run { $0.communicate = .bfloat16 }
      for end in train(several, processes: processes, threads: threads) { _ = try end.get() }
      #expect(try several.numbers() == one.numbers(), "\(processes) processes")
    }
  }

  /// With two passes over each pair, an average of validations, and validations.
  @Test func validationsAndSnapshotsAreTheSame() throws {
    func make() throws -> DigitsRun {
      var run = try run {
        $0.consistency = 1
        $0.averagedCheckpoints = 2
      }
      run.setup.validation = [
        CorpusPart(try DigitsRun.corpus(pairs: 20, seed: 2, in: run.folder))
      ]
      run.plan.validEvery = 2
      return run
    }
    let (one, three) = (try make(), try make())
    try one.train()
    for end in train(three, processes: 3) { _ = try end.get() }
    #expect(try three.weights() == one.weights())
    #expect(try three.numbers() == one.numbers())
  }

  @Test func otherNumbersOfProcessesGoOn() throws {
    let one = try run()
    try one.train()
    var several = try run()
    for (step, processes) in [4, 1, 3, 2].enumerated() {
      let ends = train(several, processes: processes, interruptedAfter: step + 1)
      for end in ends { #expect(try end.get() == .interruption) }
      several.setup.resume = true
    }
    for end in train(several, processes: 8) { #expect(try end.get() == .updates) }
    #expect(try several.weights() == one.weights())
    #expect(try several.numbers() == one.numbers())
  }

  /// A process that lost its way goes back with the others.
  @Test func allGoBackTogether() throws {
    let (one, two) = (try run { $0.learningRate = 10 }, try run { $0.learningRate = 10 })
    let alone = Result { try one.train() }
    let together = train(two, processes: 2)
    for end in together {
      #expect("\(end)" == "\(alone)" || (try? end.get()) == (try? alone.get()))
    }
    #expect(try one.numbers() == two.numbers())
  }

  @Test func whatDiffersIsNamed() throws {
    let several = try run()
    let results = train(several, processes: 3) { setup, rank in
      if rank == 2 { setup.options.dropout = 0.3 }
    }
    for result in results {
      let error = #expect(throws: AgreedError.self) { try result.get() }
      #expect(error?.error.place == "process 2 of 3 on machine2")
      #expect(
        error?.error.problem.hasPrefix("has dropout 0.3, not ") == true,
        "\(error?.error.problem ?? "")")
    }
  }

  @Test func otherCorporaAreNamed() throws {
    let several = try run()
    let other = try DigitsRun.corpus(pairs: 150, seed: 9, in: several.folder)
    let results = train(several, processes: 2) { setup, rank in
      if rank == 1 { setup.corpora = [CorpusPart(other)] }
    }
    for result in results {
      let error = #expect(throws: AgreedError.self) { try result.get() }
      #expect(
        error?.error.problem
          == "has another corpus or vocabulary as process 0 of 2 on machine0 has.")
    }
  }

  @Test func idleProcessesAreRefused() throws {
    let several = try run {
      $0.shardTokens = 250
      $0.consistency = 0
    }
    for result in train(several, processes: 3) {
      let error = #expect(throws: AgreedError.self) { try result.get() }
      #expect(error?.error.problem == "a batch of 500 tokens has work for 2 processes, not 3.")
      #expect(error?.error.remedy == "Start fewer, or raise it to 750.")
    }
  }

  /// A process that is gone is named by those that wait for it.
  @Test(.timeLimit(.minutes(1))) func silenceIsNoticed() throws {
    let network = LocalNetwork(2)
    let start = ContinuousClock.now
    let results = network.run { communicator in
      if communicator.rank == 1 { throw CancellationError() }
      return try communicator.sum([1])
    }
    let error = #expect(throws: InputError.self) { try results[0].get() }
    #expect(error?.place == "process 1 of 2 on machine1")
    #expect(error?.problem == "has given no sign of life for 6 seconds.")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func decisionsAndSumsAreThoseOfAll() throws {
    let results = LocalNetwork(3).run { communicator in
      let name = try communicator.decision(of: communicator.leads ? "leader" : "other")
      let none = try communicator.decision(of: Int?.none)
      let sums = try communicator.sum([1, Double(communicator.rank)])
      return (name, none, sums)
    }
    for result in results {
      let (name, none, sums) = try result.get()
      #expect(name == "leader" && none == nil && sums == [3, 3])
    }
  }
}
