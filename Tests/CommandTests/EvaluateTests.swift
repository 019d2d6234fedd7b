import Dragoman
import Foundation
import Testing

@Suite struct EvaluateTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.write("the cat sat on the mat\na dog barked at me\n", to: "reference")
    try runner.write("the cat sat on a mat\nA dog barked at me\n", to: "hypothesis")
    try runner.write("one\ntwo\nthree\n", to: "three")
    try runner.write("", to: "empty")
    try runner.write(Data("fine\nna\u{EF}ve".unicodeScalars.map { UInt8($0.value) }), to: "latin1")
  }

  private func evaluate(_ arguments: String..., input: String = "") throws -> CommandRunner.Result {
    try runner.run("evaluate", arguments, input: input)
  }

  private let score = """
    BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:dragoman-\(dragomanVersion) = \
    59.42 81.8/66.7/57.1/40.0 (BP = 1.000 ratio = 1.000 hyp_len = 11 ref_len = 11)

    """

  @Test func scoresFilesAndStandardInput() throws {
    let fromFile = try evaluate("--reference", "reference", "hypothesis")
    #expect(fromFile.output == score)
    #expect(fromFile.errors.isEmpty)
    #expect(fromFile.exitCode == 0)
    let text = try runner.read("hypothesis")
    #expect(try evaluate("--reference", "reference", input: text).output == score)
    #expect(try evaluate("--reference", "reference", "-", input: text).output == score)
    let reference = try runner.read("reference")
    #expect(try evaluate("--reference", "-", "hypothesis", input: reference).output == score)
  }

  @Test func optionsAreInTheSignature() throws {
    let arguments = ["--reference", "reference", "--reference", "hypothesis", "hypothesis"]
    let result = try runner.run("evaluate", arguments + ["--lowercase", "--tokenize", "none"])
    let signature = "BLEU|nrefs:2|case:lc|eff:no|tok:none|smooth:exp|version:dragoman-"
    #expect(result.output.hasPrefix(signature))
    #expect(result.output.contains(" = 100.00 100.0/100.0/100.0/100.0 "))
  }

  @Test func configurationFileSetsOptions() throws {
    try runner.write("reference: [reference]\ntokenize: 13a\n", to: "evaluate.yaml")
    #expect(try evaluate("--config", "evaluate.yaml", "hypothesis").output == score)
    try runner.write("reference: reference\ntokenize: zzz\n", to: "evaluate.yaml")
    let rejected = try evaluate("--config", "evaluate.yaml", "hypothesis")
    #expect(rejected.errors.hasPrefix("Error: evaluate.yaml:2: The value 'zzz' is invalid for "))
    #expect(rejected.exitCode == 1)
  }

  @Test(arguments: [
    (
      ["--reference", "three", "hypothesis"],
      """
      Error: three: 3 lines, but hypothesis has 2.
        Line n of one must be a translation of the same sentence as line n of the other.

      """
    ),
    (
      ["--reference", "missing", "hypothesis"],
      "Error: missing: cannot be read: No such file or directory.\n  Check the path.\n"
    ),
    (
      ["--reference", "reference", "missing"],
      "Error: missing: cannot be read: No such file or directory.\n  Check the path.\n"
    ),
    (
      ["--reference", "reference", "."],
      "Error: .: cannot be read: Is a directory.\n  Check the path.\n"
    ),
    (
      ["--reference", "empty", "hypothesis"],
      "Error: empty: is empty.\n  Give one sentence a line.\n"
    ),
    (
      ["--reference", "reference"],
      "Error: standard input: is empty.\n  Give one sentence a line.\n"
    ),
    (
      ["--reference", "reference", "latin1"],
      """
      Error: latin1:2: not UTF-8 at byte 3 of the line (found 0xEF).
        Convert the file first, for example with: iconv -f LATIN1 -t UTF-8 latin1

      """
    ),
  ])
  func neverScoresWrongInput(arguments: [String], message: String) throws {
    let result = try runner.run("evaluate", arguments)
    #expect(result.errors == message)
    #expect(result.output.isEmpty)
    #expect(result.exitCode == 1)
  }

  @Test(arguments: [
    (["hypothesis"], "Error: Missing expected argument '--reference <file> ...'\n"),
    (
      ["--reference", "-"],
      "Error: Standard input can be the hypothesis or one reference, not both; name files.\n"
    ),
    (["--reference", "reference", "a", "b"], "Error: Unexpected argument 'b'\n"),
    (["--no-such-option"], "Error: Unknown option '--no-such-option'.\n"),
    (
      ["--refrence", "reference"],
      "Error: Unknown option '--refrence'. Did you mean '--reference'?\n"
    ),
  ])
  func explainsItsUse(arguments: [String], message: String) throws {
    let result = try runner.run("evaluate", arguments)
    #expect(result.errors.hasPrefix(message))
    #expect(result.errors.hasSuffix("See 'evaluate --help' for more information.\n"))
    #expect(result.output.isEmpty)
    #expect(result.exitCode == 64)
  }

  @Test func saysItsVersionAndUse() throws {
    #expect(try evaluate("--version").output == "\(dragomanVersion)\n")
    let help = try evaluate("--help")
    #expect(help.exitCode == 0)
    #expect(help.output.contains("| evaluate --reference test.de"))
  }

  @Test func fullDiskIsAnError() throws {
    let result = try runner.run(
      "evaluate", ["--reference", "reference", "hypothesis"], device: "/dev/full")
    #expect(
      result.errors == """
        Error: standard output: cannot be written: No space left on device.
          Make room there.

        """)
    #expect(result.exitCode == 1)
  }
}
