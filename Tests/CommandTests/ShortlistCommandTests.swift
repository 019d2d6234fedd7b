import Foundation
import Testing

/// `train shortlist` and `translate --shortlist`.
@Suite struct ShortlistCommandTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.makeModel("model")
    try runner.write("1 2\n3 4\n\n1 4\n", to: "source")
    try runner.write("a b\nc d\n\na d\n", to: "target")
  }

  private func learn(_ more: String...) throws -> CommandRunner.Result {
    try runner.run(
      "train", ["shortlist", "--source", "source", "--target", "target", "--model", "model"] + more)
  }

  @Test func aListIsLearnedAndUsed() throws {
    let result = try learn()
    #expect(result.exitCode == 0)
    #expect(result.output.contains("targets covered    100.00 % of their tokens"))
    #expect(result.errors == "train: the list is in model/shortlist.safetensors\n")
    // The whole vocabulary is frequent here.
    let input = "1 2\n\n3\n"
    let plain = try runner.run("translate", ["--model", "model"], input: input)
    let short = try runner.run("translate", ["--model", "model", "--shortlist"], input: input)
    #expect(short.exitCode == 0)
    #expect(short.output == plain.output)
  }

  @Test func whatIsMissingOrUnfitIsNamed() throws {
    let missing = try runner.run("translate", ["--model", "model", "--shortlist"], input: "1\n")
    #expect(missing.exitCode != 0)
    #expect(missing.errors.contains("model/shortlist.safetensors: no shortlist"))
    #expect(missing.errors.contains("train shortlist"))
    try runner.write("no list", to: "model/shortlist.safetensors")
    let damaged = try runner.run("translate", ["--model", "model", "--shortlist"], input: "1\n")
    #expect(damaged.exitCode != 0 && damaged.errors.contains("not a safetensors file"))
    let model = try runner.run(
      "train", ["shortlist", "--source", "source", "--target", "target", "--model", "none"])
    #expect(model.exitCode != 0 && model.errors.contains("none: no such model folder"))
    let score = try runner.run(
      "translate", ["--model", "model", "--score", "--target", "target", "--shortlist"])
    #expect(
      score.exitCode != 0 && score.errors.contains("'--shortlist' does not go with '--score'"))
  }
}
