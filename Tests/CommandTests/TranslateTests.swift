import Foundation
import Testing

@Suite struct TranslateTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.makeModel("model")
  }

  private func translate(_ arguments: String..., input: String = "") throws -> CommandRunner.Result
  {
    try runner.run("translate", ["--model", "model"] + arguments, input: input)
  }

  @Test func everyLineGivesALine() throws {
    let expected = try translate(input: "1 2\n\n3\n4 5\n")
    #expect(expected.exitCode == 0)
    #expect(expected.errors.isEmpty)
    #expect(expected.output.utf8.count { $0 == 0x0A } == 4)
    #expect(expected.output.split(separator: "\n", omittingEmptySubsequences: false)[1].isEmpty)

    #expect(try translate(input: "1 2\n\n3\n4 5").output == expected.output)
    #expect(try translate(input: "1 2\r\n\r\n3\r\n4 5\r\n").output == expected.output)
    #expect(try translate("-", input: "1 2\n\n3\n4 5\n").output == expected.output)
    #expect(try translate(input: "").output.isEmpty)
    try runner.write("1 2\n\n", to: "first")
    try runner.write("3\n4 5", to: "second")
    #expect(try translate("first", "second").output == expected.output)
    #expect(try translate("first", "-", input: "3\n4 5").output == expected.output)
    let parallel = ["--threads", "4", "--batch-size", "1", "first", "second"]
    #expect(
      try runner.run("translate", ["--model", "model"] + parallel).output == expected.output)

    let toFile = try translate("first", "second", "--output", "out")
    #expect(toFile.output.isEmpty)
    #expect(try runner.read("out") == expected.output)
  }

  @Test func configurationFileSetsOptions() throws {
    try runner.write("model: model\nbeam-size: 1\n", to: "translate.yaml")
    let result = try runner.run("translate", ["--config", "translate.yaml"], input: "1 2\n")
    #expect(try translate("--beam-size", "1", input: "1 2\n").output == result.output)
    try runner.write("model: model\nbeam-sise: 1\n", to: "translate.yaml")
    let rejected = try runner.run("translate", ["--config", "translate.yaml"], input: "1 2\n")
    #expect(
      rejected.errors == """
        Error: translate.yaml:2: unknown key 'beam-sise'.
          Did you mean 'beam-size'?

        """)
    #expect(rejected.exitCode == 1)
  }

  @Test func bytesThatAreNotUTF8AreNamed() throws {
    try runner.write(
      Data("1 2\nna\u{EF}ve\n".unicodeScalars.map { UInt8($0.value) }), to: "text")
    try expectNoTranslation(
      """
      Error: text:2: not UTF-8 at byte 3 of the line (found 0xEF).
        Convert the file first, for example with: iconv -f LATIN1 -t UTF-8 text

      """)
  }

  @Test func aLineLongerThanTheModelHoldsIsTranslatedInParts() throws {
    try runner.write("1 2\n\n\(String(repeating: "x", count: 2000))\n3\n", to: "text")
    let result = try translate("text", "--beam-size", "1")
    #expect(result.errors == "")
    #expect(result.output.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
  }

  /// What came before a faulty line is not left half-written.
  private func expectNoTranslation(_ message: String) throws {
    let result = try translate("text", "--output", "out", "--batch-size", "1", "--threads", "1")
    #expect(result.errors == message)
    #expect(result.exitCode == 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: runner.folder.path)
    #expect(!names.contains { $0.hasPrefix("out") })
  }

  @Test func aMissingFileIsFoundBeforeTheWork() throws {
    let result = try translate("missing", "--output", "out")
    #expect(
      result.errors
        == "Error: missing: cannot be read: No such file or directory.\n  Check the path.\n")
    #expect(result.exitCode == 1)
  }

  /// Said although there is no model either: the output is tried first.
  @Test(arguments: [
    (
      "no/out",
      """
      Error: no/out: cannot be written: No such file or directory.
        Choose another path, or make room and check the permissions of its folder.

      """
    ),
    ("model", "Error: model: is a folder.\n  Name a file in it.\n"),
  ])
  func anOutputThatCannotBeWrittenIsFoundBeforeTheWork(output: String, message: String) throws {
    let result = try runner.run("translate", ["--model", "none", "--output", output], input: "1")
    #expect(result.errors == message)
    #expect(result.exitCode == 1)
  }

  @Test func fullDiskIsAnError() throws {
    let result = try runner.run(
      "translate", ["--model", "model"], input: "1\n", device: "/dev/full")
    #expect(
      result.errors == """
        Error: standard output: cannot be written: No space left on device.
          Make room there.

        """)
    #expect(result.exitCode == 1)
  }

  @Test func aMissingModelIsNamed() throws {
    let result = try runner.run("translate", ["--model", "none"], input: "1\n")
    #expect(
      result.errors
        == "Error: none: no such model folder.\n  Check the path, or train one first.\n")
    #expect(result.exitCode == 1)
  }

  @Test(arguments: ["config.json", "model.safetensors", "tokenizer.json"])
  func aMissingPartOfAModelIsNamed(part: String) throws {
    try FileManager.default.removeItem(at: runner.folder.appending(path: "model/\(part)"))
    let result = try translate(input: "1\n")
    #expect(
      result.errors == """
        Error: model/\(part): cannot be read: No such file or directory.
          Check the path.

        """)
    #expect(result.exitCode == 1)
  }

  @Test func truncatedWeightsAreFound() throws {
    let weights = try Data(contentsOf: runner.folder.appending(path: "model/model.safetensors"))
    for size in [0, 7, 100, weights.count - 1] {
      try runner.write(weights.prefix(size), to: "model/model.safetensors")
      let result = try translate(input: "1\n")
      #expect(result.errors.hasPrefix("Error: model/model.safetensors: "))
      #expect(result.errors.hasSuffix(".\n  Copy or save the file again.\n"))
      #expect(result.exitCode == 1)
    }
  }

  @Test(arguments: [
    (
      #""d_model" : 16"#, #""d_model" : 24"#,
      """
      Error: model/model.safetensors: embedding.weight has the shape [259, 16], \
      but the model's configuration asks for [259, 24].
        Use the files of one model together.

      """
    ),
    (
      #""encoder_layers" : 1"#, #""encoder_layers" : 0"#,
      "Error: model/config.json: encoder_layers is 0, but it must be from 1 to 256.\n"
    ),
    (
      #""activation_function" : "relu""#, #""activation_function" : "softplus""#,
      "Error: model/config.json: activation_function has a value that is not known.\n"
    ),
    (
      "{", "",
      "Error: model/config.json:2: is not JSON: expected the end of the file, found ':'.\n"
    ),
  ])
  func aConfigurationThatDoesNotFitIsFound(old: String, new: String, message: String) throws {
    let text = try runner.read("model/config.json")
    try #require(text.contains(old))
    try runner.write(text.replacing(old, with: new), to: "model/config.json")
    let result = try translate(input: "1\n")
    #expect(result.errors == message)
    #expect(result.exitCode == 1)
  }

  @Test func aTokenizerOfAnotherSizeIsFound() throws {
    let text = try runner.read("model/tokenizer.json")
    try #require(text.contains("\"▁\": 258"))
    try runner.write(
      text.replacing("\"▁\": 258", with: "\"▁\": 258, \"x\": 259"), to: "model/tokenizer.json")
    let result = try translate(input: "1\n")
    #expect(
      result.errors == """
        Error: model/tokenizer.json: 260 tokens, but the model has 259.
          Use the files of one model together.

        """)
    #expect(result.exitCode == 1)
  }

  @Test(arguments: [
    (
      ["--beam-size", "0"],
      "The value '0' is invalid for '--beam-size <n>': it must be from 1 to 100."
    ),
    (["--beam", "3"], "Unknown option '--beam'."),
    (["--threads", "two"], "The value 'two' is invalid for '--threads <n>'"),
  ])
  func explainsItsUse(arguments: [String], message: String) throws {
    let result = try runner.run("translate", ["--model", "model"] + arguments, input: "1\n")
    #expect(result.errors.hasPrefix("Error: \(message)"))
    #expect(result.errors.hasSuffix("See 'translate --help' for more information.\n"))
    #expect(result.output.isEmpty)
    #expect(result.exitCode == 64)
  }
}
