import Foundation
import Testing

/// Training and translating with vocabularies that other libraries made.
@Suite struct ForeignVocabularyTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.write(linesOfDigits(20, seed: 1), to: "twenty")
    try runner.write(linesOfDigits(3, seed: 2), to: "three")
  }

  private func train(_ vocabulary: String, _ more: String...) throws -> CommandRunner.Result {
    try runner.run(
      "train",
      [
        "--source", "twenty", "--target", "twenty", "--model", "model", "--vocabulary", vocabulary,
        "--batch-tokens", "100", "--max-updates", "2",
      ] + more)
  }

  private func golden(_ name: String) throws -> Data {
    let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    let path = tests.joined(separator: "/") + "/DragomanTests/Golden/formats/" + name
    return try Data(contentsOf: URL(filePath: path))
  }

  /// Control tokens have other numbers in each, or, in GPT-2's, there is but one.
  @Test(arguments: [
    ("sp-unigram.model", "tokenizer.model"), ("sp-bpe-suffix.model", "tokenizer.model"),
    ("bpe-metaspace.json", "tokenizer.json"), ("bpe-bytes.json", "tokenizer.json"),
    ("unigram.json", "tokenizer.json"), ("subword-nmt.codes", "tokenizer.codes"),
  ])
  func modelsAreTrainedWithIt(name: String, copy: String) throws {
    let file = try golden(name)
    try runner.write(file, to: name)
    let training = try train(
      name, "--valid-every", "1", "--valid-source", "three", "--valid-target", "three")
    #expect(training.errors == "train: the model is in model\n")
    #expect(training.exitCode == 0)
    #expect(try Data(contentsOf: runner.folder.appending(path: "model/" + copy)) == file)

    let translation = try runner.run("translate", ["--model", "model"], input: "1 2\n\n3 4\n")
    #expect(translation.errors.isEmpty)
    #expect(translation.exitCode == 0)
    #expect(translation.output.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
    let resumed = try runner.run(
      "train",
      [
        "--source", "twenty", "--target", "twenty", "--model", "model", "--batch-tokens", "100",
        "--max-updates", "3", "--resume",
      ])
    #expect(resumed.exitCode == 0)
  }

  @Test func aVocabularyWithoutAnEndIsRefused() throws {
    try runner.write(golden("unigram-bytes.json"), to: "v.json")
    let result = try train("v.json")
    #expect(
      result.errors == """
        Error: v.json: no control token ends a sentence: </s>, [EOS], <eos>, <|endoftext|>, [SEP] were \
        looked for.
          Give a vocabulary that has one, or let train learn one.

        """)
    #expect(result.exitCode == 1)
  }
}
