import Dragoman

/// The time to learn a vocabulary of 8,000 pieces from a text, and to encode it, on one thread.
struct TokenizerBenchmark {
  let lines: [String]

  init(path: String) throws {
    lines = try readLines(path)
  }

  func run(runs: Int) throws {
    func learn() throws -> Tokenizer {
      var trainer = BytePairTrainer(options: .init(vocabularySize: 8_000))
      for line in lines { trainer.add(line) }
      return try trainer.train()
    }
    let tokenizer = try learn()
    let learning = medianSeconds(runs: runs) { _ = try? learn() }
    let encoding = medianSeconds(runs: runs) {
      for line in lines { _ = tokenizer.encode(line) }
    }
    let megabytes = Double(lines.reduce(0) { $0 + $1.utf8.count + 1 }) / 1e6
    print(
      "tokenizer, \(Figures.decimal(megabytes, places: 1)) MB: learns \(tokenizer.count) pieces in "
        + "\(Figures.decimal(learning, places: 2)) s, "
        + "encodes \(Figures.decimal(megabytes / encoding, places: 1)) MB/s")
  }
}
