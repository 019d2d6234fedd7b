import ArgumentParser
import CommandSupport
import Dragoman
import Foundation
import Testing

private struct Cook: ParsableCommand {
  @Option var beamSize = 5
  @Option var model: String?
  @Option var source: [String] = []
  @Flag var resume = false
  @Flag(inversion: .prefixedNo) var shuffle = true
  @OptionGroup var configuration: ConfigurationOption
  @Argument var files: [String] = []
}

@Suite final class ConfigurationFileTests {
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "configuration-\(UUID().uuidString).yaml").path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private func file(_ yaml: String) throws -> ConfigurationFile {
    try AtomicFile.write(yaml, to: path)
    return try ConfigurationFile(path: path, options: CommandOptions(of: Cook.self))
  }

  private func message(_ yaml: String) -> String? {
    do {
      _ = try file(yaml)
      return nil
    } catch {
      return "\(error)".replacing(path, with: "cook.yaml")
    }
  }

  @Test func findsItsOption() {
    #expect(ConfigurationFile.path(in: ["--model", "m", "--config", "a.yaml"]) == "a.yaml")
    #expect(ConfigurationFile.path(in: ["--config=a=b.yaml", "file"]) == "a=b.yaml")
    #expect(ConfigurationFile.path(in: ["--config", "a.yaml", "--config=b.yaml"]) == "b.yaml")
    #expect(ConfigurationFile.path(in: ["--config"]) == nil)
    #expect(ConfigurationFile.path(in: ["--configuration", "a.yaml"]) == nil)
    #expect(ConfigurationFile.path(in: ["--", "--config", "a.yaml"]) == nil)
  }

  @Test func becomesArguments() throws {
    let yaml = """
      # supper
      beam-size: -4
      model: "a model"
      source: [a, b]
      resume: true
      shuffle: false
      """
    let arguments = try file(yaml).expand(arguments: ["--config", path, "x", "--", "--model"])
    #expect(
      arguments == [
        "--config", path, "x", "--beam-size=-4", "--model=a model", "--source=a", "--source=b",
        "--resume", "--no-shuffle", "--", "--model",
      ])
    let cook = try Cook.parse(arguments)
    #expect(cook.beamSize == -4)
    #expect(cook.model == "a model")
    #expect(cook.source == ["a", "b"])
    #expect(cook.resume && !cook.shuffle)
    #expect(cook.files == ["x", "--model"])
    #expect(try file("resume: false\nsource: one").expand(arguments: []) == ["--source=one"])
  }

  @Test func commandLineWins() throws {
    let settings = try file("beam-size: 4\nsource: [a, b]\nshuffle: true")
    let cook = try Cook.parse(
      settings.expand(arguments: ["--beam-size", "6", "--source=c", "--no-shuffle"]))
    #expect(cook.beamSize == 6)
    #expect(cook.source == ["c"])
    #expect(!cook.shuffle)
  }

  @Test(arguments: [
    ("beam-siz: 4", "cook.yaml:1: unknown key 'beam-siz'.\n  Did you mean 'beam-size'?"),
    (
      "model: m\nfiles: x",
      """
      cook.yaml:2: unknown key 'files'.
        The keys are the long names of the command's options; see --help.
      """
    ),
    (
      "config: x",
      """
      cook.yaml:1: unknown key 'config'.
        The keys are the long names of the command's options; see --help.
      """
    ),
    ("\nmodel:\n  path: m", "cook.yaml:2: the value of 'model' must be a number or a text."),
    ("model: [m, n]", "cook.yaml:1: the value of 'model' must be a number or a text."),
    ("model:", "cook.yaml:1: the value of 'model' must be a number or a text."),
    ("source: [a, [b]]", "cook.yaml:1: the value of 'source' must be a number or a text."),
    ("resume: perhaps", "cook.yaml:1: the value of 'resume' must be true or false."),
    (
      "- model",
      """
      cook.yaml:1: not a mapping from options to values.
        Write one option a line, for example: beam-size: 5
      """
    ),
    (
      "",
      """
      cook.yaml: not a mapping from options to values.
        Write one option a line, for example: beam-size: 5
      """
    ),
    ("model: a\n---\nmodel: b", "cook.yaml:3: a second document; a file has one."),
    ("model: a\nmodel: b", "cook.yaml:2: not valid YAML: there twice: 'model'."),
    (
      "model: a\nsource: {b",
      "cook.yaml:3: not valid YAML: did not find expected ',' or '}'."
    ),
  ])
  func saysWhatIsWrong(yaml: String, expected: String) {
    #expect(message(yaml) == expected)
  }

  @Test func missingFile() {
    let missing = InputError(
      "none.yaml", "cannot be read: No such file or directory.", remedy: "Check the path.")
    #expect(throws: missing) {
      try ConfigurationFile(path: "none.yaml", options: CommandOptions(of: Cook.self))
    }
  }

  @Test func placesAnErrorThatIsFoundLater() throws {
    let settings = try file("model: m\nbeam-size: many\n")
    let rejected = "The value 'many' is invalid for '--beam-size <beam-size>'"
    #expect(settings.place(of: rejected, arguments: []) == "\(path):2")
    #expect(settings.place(of: "--model: is a folder.", arguments: []) == "\(path):1")
    #expect(settings.place(of: rejected, arguments: ["--beam-size", "many"]) == nil)
    #expect(settings.place(of: "train.de: not as long as --model", arguments: []) == nil)
  }
}
