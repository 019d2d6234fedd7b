import ArgumentParser
import Glibc

@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measures how fast this machine trains, translates, tokenises and scores.",
    subcommands: [
      EngineBenchmark.self, TrainingProductBenchmark.self, TrainingBenchmark.self,
      DecodingBenchmark.self, TokenizerBenchmark.self, SentenceBenchmark.self,
      EvaluationBenchmark.self, DocumentBenchmark.self, MeasurementCharts.self,
    ],
    defaultSubcommand: EngineBenchmark.self)
}

/// The median of the seconds that several runs take, after one that warms up.
func medianSeconds(runs: Int, _ body: () throws -> Void) rethrows -> Double {
  try body()
  let clock = ContinuousClock()
  return median(try (0..<max(1, runs)).map { _ in try clock.measure(body) / .seconds(1) })
}

/// The median of the seconds of processor time that several runs take. Unlike time on the clock,
/// it does not grow with what else the machine does.
func medianProcessorSeconds(runs: Int, _ body: () throws -> Void) rethrows -> Double {
  median(
    try (0..<max(1, runs)).map { _ in
      let start = clock()
      try body()
      return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    })
}

private func median(_ values: [Double]) -> Double {
  values.sorted()[values.count / 2]
}
