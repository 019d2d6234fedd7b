import ArgumentParser
import Dragoman

/// The time to learn a vocabulary from a text, and to encode the text with it.
struct TokenizerBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer",
    abstract: "Measures learning a vocabulary from a text and encoding it.")

  @Argument(help: "The text.")
  var text: String

  @Option(help: ArgumentHelp("Pieces of the vocabulary.", valueName: "n"))
  var size = 8_000

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 5

  func run() throws {
    let lines = try readLines(text)
    func learn() throws -> Tokenizer {
      var trainer = BytePairTrainer(options: .init(vocabularySize: size))
      trainer.add(lines)
      return try trainer.train()
    }
    let tokenizer = try learn()
    let learning = try medianProcessorSeconds(runs: runs) { _ = try learn() }
    let encoding = medianProcessorSeconds(runs: runs) {
      for line in lines { _ = tokenizer.encode(line) }
    }
    let megabytes = Double(lines.reduce(0) { $0 + $1.utf8.count + 1 }) / 1e6
    print(
      "tokenizer, \(Figures.decimal(megabytes, places: 1)) MB: learns \(tokenizer.count) pieces in "
        + "\(Figures.decimal(learning, places: 2)) s, "
        + "encodes \(Figures.decimal(megabytes / encoding, places: 1)) MB/s")
  }
}
