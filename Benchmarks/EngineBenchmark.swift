import ArgumentParser
import Dragoman

struct EngineBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Measures products, training and translation.",
    discussion: """
      Text is made up of random tokens with the lengths of short sentences, and weights are random: \
      speed does not depend on either. Each figure is the median of several runs. GFLOP/s count the \
      products of the model alone, and are given as a share of what one large product \
      reaches in the same run.
      """)

  @Option(help: "Sizes of models to measure.")
  var presets: [String] = ["tiny", "small"]

  @Option(help: "Numbers of threads to measure.")
  var threads: [Int] = [1, 2]

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 5

  func run() throws {
    let peak = ProductBenchmark(outputs: 512, inputs: 512)
      .gigaflops(rows: 2048, packed: false, runs: 2 * runs)
    print(
      "one product of 2048 x 512 x 512: \(Figures.decimal(peak, places: 1)) GFLOP/s, one thread")
    for (inputs, outputs) in [(512, 512), (2048, 512), (512, 32_000)] {
      ProductBenchmark(outputs: outputs, inputs: inputs).run(runs: runs)
    }
    for name in presets {
      guard let preset = Preset(rawValue: name) else {
        throw ValidationError("no preset '\(name)': expected tiny, small or base.")
      }
      for threads in threads {
        try train(preset, threads: threads, peak: peak)
        TranslationBenchmark(preset: preset, threads: threads).run(runs: runs)
      }
    }
  }

  /// The time of one update with a batch of some 4,096 target tokens.
  private func train(_ preset: Preset, threads: Int, peak: Double) throws {
    let pairs = zip(RandomSentences.tokens(273, seed: 1), RandomSentences.tokens(273, seed: 2))
    let corpus = try TokenizedCorpus(pairs.map { (source: $0, target: $1) })
    let training = TrainingRun(preset, on: corpus, batchTokens: .max, threads: threads)
    let seconds = try medianSeconds(runs: runs) { try training.update() }
    let operations =
      training.floatingPointOperations * Double(corpus.labelCount) / Double(training.tokens)
    let gigaflops = operations / seconds / 1e9
    print(
      "training \(preset.rawValue), threads \(threads): "
        + Figures.rate(Double(corpus.labelCount) / seconds, "target tokens")
        + ", \(Figures.decimal(gigaflops, places: 1)) GFLOP/s"
        + " (\(Figures.decimal(100 * gigaflops / peak / Double(threads), places: 0)) % of the product's)"
    )
  }
}
