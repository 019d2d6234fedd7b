import Foundation
import Testing

/// The three commands together, on a language that a small model learns within a minute.
@Suite struct CopyTaskTests {
  @Test(.timeLimit(.minutes(10))) func learnsToCopyDigits() throws {
    let runner = try CommandRunner()
    try runner.write(linesOfDigits(5000, seed: 1), to: "train")
    try runner.write(linesOfDigits(200, seed: 2), to: "test")

    let training = try runner.run(
      "train",
      [
        "--source", "train", "--target", "train", "--model", "model", "--preset", "tiny",
        "--vocabulary-size", "300", "--batch-tokens", "1024", "--learning-rate", "0.002",
        "--warmup", "100", "--dropout", "0", "--average-decay", "0.98", "--max-updates", "300",
        "--guided-alignment", "0.1",
      ])
    #expect(training.exitCode == 0)

    let translation = try runner.run(
      "translate", ["--model", "model", "test", "--output", "out"])
    #expect(translation.exitCode == 0)
    let expected = try runner.read("test").split(separator: "\n")
    let found = try runner.read("out").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(found.count == expected.count + 1)
    #expect(zip(expected, found).count { $0 == $1 } >= 198)

    // Each digit is the translation of its original.
    let alignment = try runner.run("translate", ["--model", "model", "--alignment", "test"])
    let aligned = alignment.output.split(separator: "\n")
    let diagonal = expected.map { line in
      let words = line.split(separator: " ").indices
      return "\(line) ||| " + words.map { "\($0)-\($0)" }.joined(separator: " ")
    }
    #expect(zip(diagonal, aligned).count { $0 == $1 } >= 190, "\(aligned.prefix(5))")

    let score = try runner.run("evaluate", ["--reference", "test", "out"])
    let bleu = score.output.split(separator: " ").dropFirst(2).first.flatMap { Double($0) }
    #expect(try #require(bleu) > 99)
  }
}
