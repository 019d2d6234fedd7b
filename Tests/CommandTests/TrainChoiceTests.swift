import Foundation
import Testing

/// What `train` chooses where nothing is said, and what it says about it.
@Suite struct TrainChoiceTests {
  private static let usual = [
    "--source", "twenty", "--target", "twenty", "--model", "model", "--batch-tokens", "100",
  ]
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.write(linesOfDigits(20, seed: 1), to: "twenty")
  }

  private func train(_ more: String...) throws -> CommandRunner.Result {
    try runner.run("train", Self.usual + more)
  }

  @Test func aDryRunPrintsItsChoicesAndMakesNothing() throws {
    let result = try train("--dry-run", "--dropout", "0.4", "--encoder-layers", "2")
    #expect(result.exitCode == 0)
    let choices = rows(result.output)
    #expect(choices["preset"]?[0] == "tiny")
    #expect(choices["preset"]?[1].hasPrefix("wider models overfit 20 sentence pairs") == true)
    #expect(choices["encoder-layers"] == ["2", "your choice"])
    #expect(choices["dropout"] == ["0.4", "your choice"])
    #expect(
      choices["r-drop"]
        == ["2.0", "little text is worth two looks at each pair (Liang et al. 2021)"])
    #expect(choices["optimizer"]?[0] == "muon")
    #expect(!runner.exists("model"))
    let other = rows(try train("--dry-run", "--preset", "base", "--max-minutes", "3").output)
    #expect(other["preset"] == ["base", "your choice"])
    #expect(other["optimizer"]?[0] == "adam")
    #expect(other["warmup"] == ["100", "a tenth of the run"])
    let chosen = rows(try train("--dry-run", "--optimizer", "adam").output)
    #expect(chosen["optimizer"] == ["adam", "your choice"])
    #expect(chosen["learning-rate"]?[0] == "0.004")
  }

  /// The value and the reason of each option in a table of choices.
  private func rows(_ table: String) -> [String: [String]] {
    let rows = table.split(separator: "\n").map { $0.split(separator: #/  +/#).map(String.init) }
    return Dictionary(
      rows.map { ($0[0], Array($0.dropFirst())) }, uniquingKeysWith: { first, _ in first })
  }

  /// What the command leaves out is as the run began, whatever suits the corpus or the machine now.
  @Test func aRunKeepsTheOptionsItBeganWith() throws {
    let began = try train(
      "--optimizer", "adam", "--learning-rate", "0.003", "--precision", "float32", "--max-updates",
      "1")
    #expect(began.exitCode == 0)
    let resumed = try train("--resume", "--max-updates", "2", "--precision", "auto")
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(resumed.errors == "train: the model is in model\n")
    let other = try train("--resume", "--max-updates", "3", "--optimizer", "muon")
    #expect(
      other.errors.hasPrefix(
        "Error: model/training.safetensors: the run was started with optimizer adam, not muon.\n"))
    #expect(other.exitCode == 1)
  }

  @Test func aPrecisionThatTheProcessorLacksIsNotChosen() throws {
    let result = try runner.run(
      "train", Self.usual + ["--dry-run"], environment: ["DRAGOMAN_KERNELS": "avx2"])
    #expect(
      rows(result.output)["precision"] == ["float32", "this processor has nothing faster"])
  }
}
