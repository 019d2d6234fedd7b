import ArgumentParser
import Dragoman

@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measures how fast Dragoman is on this machine.",
    subcommands: [EngineBenchmark.self, DecodingBenchmark.self],
    defaultSubcommand: EngineBenchmark.self)
}

/// The speed of the engine's parts against what the machine can do.
struct EngineBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Measures training, translation, tokenisation and scoring.",
    discussion: """
      Text is made up of random tokens with the lengths of short sentences, and weights are random: \
      speed does not depend on either. Each figure is the median of several runs. GFLOP/s count the \
      products of the model alone, and are given as a share of what one large product of OpenBLAS \
      reaches in the same run.
      """)

  @Option(help: "Sizes of models to measure.")
  var presets: [String] = ["tiny", "small"]

  @Option(help: "Numbers of threads to measure.")
  var threads: [Int] = [1, 2]

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 5

  @Option(
    help: ArgumentHelp(
      "Text to measure the tokenizer and the sentence splitter on; none if not given.",
      valueName: "file"))
  var text: String?

  @Option(
    help: ArgumentHelp(
      "Translations to measure metrics on, with --reference, and nothing else.", valueName: "file"))
  var hypotheses: String?

  @Option(help: ArgumentHelp("References of --hypotheses.", valueName: "file"))
  var reference: String?

  func run() throws {
    if let hypotheses, let reference {
      return try EvaluationBenchmark(hypotheses: hypotheses, reference: reference).run(runs: runs)
    }
    let peak = ProductBenchmark(outputs: 512, inputs: 512)
      .gigaflops(rows: 2048, packed: false, runs: 2 * runs)
    print(
      "one product of 2048 x 512 x 512: \(Figures.decimal(peak, places: 1)) GFLOP/s, one thread")
    for (inputs, outputs) in [(512, 512), (2048, 512), (512, 32_000)] {
      ProductBenchmark(outputs: outputs, inputs: inputs).run(runs: runs)
    }
    if let text {
      try TokenizerBenchmark(path: text).run(runs: runs)
      try SentenceBenchmark(path: text).run(runs: runs)
    }
    for name in presets {
      guard let preset = Preset(rawValue: name) else {
        throw ValidationError("no preset '\(name)': expected tiny, small or base.")
      }
      for threads in threads {
        TrainingBenchmark(preset: preset, threads: threads).run(runs: runs, peak: peak)
        TranslationBenchmark(preset: preset, threads: threads).run(runs: runs)
      }
    }
  }
}

/// The median of the seconds that several runs take, after one that warms up.
func medianSeconds(runs: Int, _ body: () -> Void) -> Double {
  body()
  let clock = ContinuousClock()
  let seconds = (0..<max(1, runs)).map { _ in clock.measure(body) / .seconds(1) }.sorted()
  return seconds[seconds.count / 2]
}
