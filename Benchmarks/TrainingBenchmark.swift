public import ArgumentParser
import CommandSupport
public import Dragoman
import Glibc
import Processes

/// Training on pairs of token numbers, which other systems train on too: `make bench-training`; and in several
/// processes: `make bench-mpi`.
struct TrainingBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training",
    abstract: "Measures training on token numbers.",
    discussion: """
      Prints the target tokens a second, those a second of processor time, the peak memory in MB, and the \
      share that the products of the model have, by processor time, of what one large product reaches in \
      the same run. Of several processes, started by mpirun, processor time is that of all, and memory \
      the most that one of them takes.
      """)

  @Argument(help: "A folder with source.ids and target.ids, of 8,000 tokens.")
  var folder: String

  @Option var preset: Preset = .tiny
  @Option var precision: ProductPrecision = .float32
  @Option var optimizer: OptimizerName = .adam
  @Option(help: "What gradients are rounded to on their way between processes.")
  var communicate: ProductPrecision = .float32
  @Option var threads = 1
  @Option(help: "Updates that are timed, after one that warms up.")
  var updates = 5
  @Flag(help: "Also print the time by operation.")
  var profile = false

  func validate() throws {
    guard precision.isAvailable else {
      throw ValidationError("this processor has no products of \(precision.rawValue).")
    }
  }

  func run() throws {
    let processes = try Processes()
    let communicator = processes.communicator
    let sides = try ["source.ids", "target.ids"].map { name in
      try readLines("\(folder)/\(name)").map { $0.split(separator: " ").compactMap { Int32($0) } }
    }
    let longest = TrainingOptions().maximumLength
    let corpus = try TokenizedCorpus(
      zip(sides[0], sides[1]).filter { source, target in
        !source.isEmpty && !target.isEmpty && max(source.count, target.count) < longest
      }.map { (source: $0, target: $1) })
    let run = TrainingRun(
      preset, on: corpus, precision: precision, communicate: communicate, optimizer: optimizer,
      threads: threads,
      communicator: communicator)
    try run.update()
    if profile { run.workers.startProfile() }
    let (tokens, operations) = (run.tokens, run.floatingPointOperations)
    let start = processorSeconds
    let seconds =
      try ContinuousClock().measure { for _ in 0..<updates { try run.update() } } / .seconds(1)
    let processor = try communicator.sum([processorSeconds - start])[0]
    try run.collect()
    // Each process fills a place of its own.
    var memories = Array(repeating: 0.0, count: communicator.count)
    memories[communicator.rank] = peakMegabytes
    let memory = try communicator.sum(memories).max() ?? 0
    try processes.end()
    guard communicator.leads else { return }
    print(Double(run.tokens - tokens) / seconds)
    print("processor \(Double(run.tokens - tokens) / processor)")
    print("memory \(memory)")
    let peak = ProductBenchmark(outputs: 512, inputs: 512)
      .gigaflops(rows: 2048, packed: false, runs: 10)
    print("share \((run.floatingPointOperations - operations) / processor / 1e9 / peak)")
    if let profile = run.workers.profile { print(ProfileTable(profile)) }
  }

  private var peakMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }

  private var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}

extension Preset: ExpressibleByArgument {}
extension OptimizerName: ExpressibleByArgument {}
extension ProductPrecision: ExpressibleByArgument {}
