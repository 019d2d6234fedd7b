import ArgumentParser
import Dragoman

/// The time to encode a text; learning is measured by the command that does it.
struct TokenizerBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer",
    abstract: "Measures how fast a text is encoded.",
    discussion: """
      'make bench-tokenizer' compares with other tokenizers, learning included.
      """)

  @Argument(help: "The text.")
  var text: String

  @Option(help: ArgumentHelp("The vocabulary.", valueName: "tokenizer.json"))
  var vocabulary: String

  @Option(help: "Numbers of threads to measure.")
  var threads = [1, 2]

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 5

  func run() throws {
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
}
