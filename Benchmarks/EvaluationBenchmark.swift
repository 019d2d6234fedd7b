import ArgumentParser
import Dragoman

/// The time to score files of translations, without starting a program and reading the files.
///
/// One measurement a process, as cold as in `evaluate`.
struct EvaluationBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluation",
    abstract: "Measures how long it takes to score a system, or to compare several with the first.")

  @Argument(help: "Files with one translation a line, one for each system.")
  var systems: [String]

  @Option(help: "File with one reference a line.")
  var reference: String

  @Option(parsing: .upToNextOption, help: "Any of BLEU, chrF2, chrF2++ and TER.")
  var metrics = ["BLEU"]

  @Option(help: ArgumentHelp("Threads.", valueName: "n"))
  var threads = 1

  func run() throws {
    let systems = try systems.map(readLines)
    let references = [try readLines(reference)]
    let all: [any Metric] = [BLEU(), ChrF(), ChrF(wordOrder: 2), TER()]
    let chosen = all.filter { metrics.contains($0.name) }
    let duration = try ContinuousClock().measure {
      var evaluation = try SystemEvaluation(
        of: systems, references: references, metrics: chosen, threads: threads)
      if systems.count > 1 { evaluation.resample(.bootstrap, Resampling(threads: threads)) }
    }
    print(duration / .seconds(1))
  }
}
