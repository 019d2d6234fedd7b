import ArgumentParser
import Dragoman
import Glibc

/// Models of random weights and sentences of random tokens, on which decoders are compared: each has to
/// write so many tokens, and which ones does not change the work.
struct DecodingBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decoding",
    abstract: "Measures translation with random weights and translations of a given length.",
    subcommands: [Prepare.self, Run.self])

  /// The sizes compared, as the published students of Bergamot and the base of Vaswani et al. 2017.
  enum Size: String, CaseIterable, ExpressibleByArgument {
    case tinyStudent = "tiny-student"
    case base

    var configuration: ModelConfiguration {
      var configuration = ModelConfiguration(.base, vocabularySize: 32_000)
      if self == .tinyStudent {
        configuration.modelSize = 256
        configuration.decoderLayers = 2
        configuration.encoderFeedForwardSize = 1536
        configuration.decoderFeedForwardSize = 1536
      }
      return configuration
    }
  }

  struct Prepare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes the models, and sentences as token numbers, into a folder.")

    @Argument var folder: String

    func run() throws {
      for size in Size.allCases {
        let model = ModelFolder("\(folder)/\(size.rawValue)")
        let transformer = Transformer(size.configuration)
        let values = ParameterBuffer(count: transformer.layout.count)
        values.initialize(transformer.layout, seed: 1)
        try model.create()
        try model.save(transformer.configuration)
        try model.save(values, layout: transformer.layout)
      }
      let lines = Sentences.tokens(count: 256).map { $0.map(String.init).joined(separator: " ") }
      try AtomicFile.write(
        lines.joined(separator: "\n") + "\n", to: "\(folder)/sentences.txt")
    }
  }

  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the output tokens a second, once for each run, and the peak memory in MB.")

    @Argument var folder: String
    @Option var size: Size
    @Option var precision = Precision.int8.rawValue
    @Option var beamSize = 1
    @Option var batchSize = 32
    @Option var sentences = 128
    @Option var length = 24
    @Option var threads = 1
    @Option var runs = 3

    func run() throws {
      let model = ModelFolder("\(folder)/\(size.rawValue)")
      let (transformer, weights) = try model.loadForDecoding(
        Precision(rawValue: precision) ?? .float32)
      let service = TranslationService([DecodingModel(transformer, weights)], frame: .own)
      var options = DecodingOptions()
      options.beamSize = beamSize
      options.batchSize = batchSize
      options.threads = threads
      options.lengths.minimum = length
      options.lengths.maximum = length
      let sources = Sentences.tokens(count: sentences).map {
        SearchTask(source: $0 + [SentenceFrame.own.end])
      }
      for run in 0...runs {
        var tokens = 0
        func translate() {
          tokens = service.translate(sources, options: options).reduce(0) {
            $0 + ($1.first?.tokens.count ?? 0)
          }
        }
        // Other work on the machine disturbs the processor's seconds less than those of the clock.
        let seconds =
          threads == 1
          ? medianProcessorSeconds(runs: 1, translate)
          : ContinuousClock().measure(translate) / .seconds(1)
        if run > 0 { print(Double(tokens) / seconds) }
      }
      var usage = rusage()
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      print("memory \(Double(usage.ru_maxrss) / 1024)")
    }
  }

  /// Sentences of 8 to 32 tokens.
  enum Sentences {
    static func tokens(count: Int) -> [[Int32]] {
      var randomness = RandomStream(seed: 7)
      return (0..<count).map { _ in
        (0..<Int.random(in: 8...32, using: &randomness)).map { _ in
          Int32.random(in: 300..<32_000, using: &randomness)
        }
      }
    }
  }
}
