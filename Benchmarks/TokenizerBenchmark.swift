import ArgumentParser
import Dragoman

/// The time to learn a vocabulary from a text, or to encode a text with one.
struct TokenizerBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer",
    abstract: "Measures how fast a vocabulary is learned, or a text encoded.",
    discussion: "'make bench-tokenizer' compares with other tokenizers.")

  @Argument(help: "The text.")
  var text: String

  @Option(help: ArgumentHelp("The vocabulary.", valueName: "tokenizer.json"))
  var vocabulary: String

  @Option(help: ArgumentHelp("Pieces to learn, once and on one thread.", valueName: "n"))
  var learn: Int?

  @Option(help: "Numbers of threads to measure.")
  var threads = [1, 2]

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 5

  func run() throws {
    if let learn { return try measureLearning(learn) }
    let loading = try medianProcessorSeconds(runs: 4 * runs) {
      _ = try Tokenizer(contentsOf: vocabulary)
    }
    print("loading: \(Figures.decimal(1000 * loading, places: 2)) ms")
    let tokenizer = try Tokenizer(contentsOf: vocabulary)
    let lines = try readLines(text)
    let megabytes = Double(lines.reduce(0) { $0 + $1.utf8.count + 1 }) / 1e6
    let size = 1024
    let chunks = stride(from: 0, to: lines.count, by: size).map {
      lines[$0..<min($0 + size, lines.count)]
    }
    for threads in threads {
      func encode() {
        _ = mapConcurrently(chunks, threads: threads) { chunk in
          chunk.reduce(0) { $0 + tokenizer.encode($1).count }
        }
      }
      // Other work on the machine disturbs the processor's seconds less than those of the clock.
      let seconds =
        threads == 1
        ? medianProcessorSeconds(runs: runs, encode) : medianSeconds(runs: runs, encode)
      print("threads \(threads): \(Figures.decimal(megabytes / seconds, places: 1)) MB/s")
    }
  }
  /// Learns as `train vocabulary` does: reads the text, counts its words, merges, writes the file.
  private func measureLearning(_ size: Int) throws {
    let seconds = try medianProcessorSeconds(runs: 1) {
      var trainer = BytePairTrainer(options: .init(vocabularySize: size))
      let reader = try LineReader(path: text)
      while case let lines = try reader.next(bytes: 1 << 24), !lines.isEmpty { trainer.add(lines) }
      try trainer.train().save(to: vocabulary)
    }
    print("learning: \(seconds) s")
  }
}
