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
    try runner.write(String(repeating: "long ", count: 1 << 18), to: "long")
    try runner.write(Data("fine\nna\u{EF}ve".unicodeScalars.map { UInt8($0.value) }), to: "latin1")
  }

  private func evaluate(_ arguments: String..., input: String = "") throws -> CommandRunner.Result {
    try runner.run("evaluate", arguments, input: input)
  }

  private let score = """
    BLEU|nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|\
    version:dragoman-\(dragomanVersion) = 59.42 (μ = 59.80 ± 6.57) 81.8/66.7/57.1/40.0 \
    (BP = 1.000 ratio = 1.000 hyp_len = 11 ref_len = 11)

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

  @Test(arguments: [
    (["--lowercase", "--tokenize", "none"], "BLEU|nrefs:2|case:lc|eff:no|tok:none|smooth:exp|"),
    (["--tokenize", "zh"], "BLEU|nrefs:2|case:mixed|eff:no|tok:zh|smooth:exp|"),
    (["--smooth-method", "floor"], "BLEU|nrefs:2|case:mixed|eff:no|tok:13a|smooth:floor[0.10]|"),
    (
      ["--smooth-method", "add-k", "--smooth-value", "0.5"],
      "BLEU|nrefs:2|case:mixed|eff:no|tok:13a|smooth:add-k[0.50]|"
    ),
    (["--metrics", "chrf"], "chrF2|nrefs:2|case:mixed|eff:yes|nc:6|nw:0|space:no|"),
    (
      [
        "--metrics", "chrf", "--chrf-char-order", "5", "--chrf-word-order", "2", "--chrf-beta", "3",
        "--chrf-whitespace", "--chrf-lowercase",
      ], "chrF3++|nrefs:2|case:lc|eff:yes|nc:5|nw:2|space:yes|"
    ),
    (
      ["--metrics", "chrf", "--chrf-eps-smoothing"],
      "chrF2|nrefs:2|case:mixed|eff:no|nc:6|nw:0|space:no|"
    ),
    (["--metrics", "ter"], "TER|nrefs:2|case:lc|tok:tercom|norm:no|punct:yes|asian:no|"),
    (
      ["--metrics", "ter", "--ter-normalized", "--ter-no-punct", "--ter-asian-support"]
        + ["--ter-case-sensitive"],
      "TER|nrefs:2|case:mixed|tok:tercom|norm:yes|punct:no|asian:yes|"
    ),
    (["--confidence-n", "20", "--seed", "7"], "BLEU|nrefs:2|bs:20|seed:7|case:mixed|"),
  ])
  func optionsAreInTheSignature(options: [String], signature: String) throws {
    let arguments = ["--reference", "reference", "--reference", "reference", "hypothesis"]
    let confidence = options.contains("--seed") ? [] : ["--no-confidence"]
    let result = try runner.run("evaluate", arguments + confidence + options)
    #expect(result.output.hasPrefix(signature))
    #expect(result.errors.isEmpty)
  }

  @Test func configurationFileSetsOptions() throws {
    try runner.write("reference: [reference]\ntokenize: 13a\n", to: "evaluate.yaml")
    #expect(try evaluate("--config", "evaluate.yaml", "hypothesis").output == score)
    try runner.write("reference: reference\nmetrics: [bleu, chrf]\n", to: "evaluate.yaml")
    #expect(try evaluate("hypothesis", "--config", "evaluate.yaml").output.contains("\nchrF2|"))
    #expect(try evaluate("--config", "evaluate.yaml", "hypothesis").output.contains("\nchrF2|"))
    try runner.write("reference: reference\nmetrics: [chfr]\n", to: "evaluate.yaml")
    let unknown = try evaluate("--config", "evaluate.yaml", "hypothesis")
    #expect(
      unknown.errors == """
        Error: evaluate.yaml:2: The value 'chfr' is invalid for '--metrics': did you mean 'chrf'?

        """)
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
      ["--reference", "reference", "hypothesis", "three"],
      """
      Error: three: 3 lines, but hypothesis has 2.
        Line n of one must be a translation of the same sentence as line n of the other.

      """
    ),
    (
      ["--reference", "reference", "hypothesis", "--source", "empty"],
      "Error: empty: is empty.\n  Give one sentence a line.\n"
    ),
    (
      ["--reference", "reference", "hypothesis", "--report", "no/such/folder.html"],
      """
      Error: no/such/folder.html: cannot be written: No such file or directory.
        Choose another path, or make room and check the permissions of its folder.

      """
    ),
    (
      ["--reference", "reference", "long"],
      "Error: long:1: the line is longer than 1 MiB.\n  Give one sentence a line.\n"
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
      "Error: Standard input can be one of the systems, references and source only; name files.\n"
    ),
    (
      ["--reference", "reference", "-", "-"],
      "Error: Standard input can be one of the systems, references and source only; name files.\n"
    ),
    (
      ["--reference", "reference", "--metrics", "bleu", "chfr"],
      "Error: The value 'chfr' is invalid for '--metrics': did you mean 'chrf'?\n"
    ),
    (
      ["--reference", "reference", "--metrics", "bleu", "hypothesis"],
      """
      Error: The value 'hypothesis' is invalid for '--metrics': the metrics are bleu, chrf and ter; \
      name files before them.

      """
    ),
    (
      ["--reference", "reference", "--metrics", "bleu", "bleu"],
      "Error: The value 'bleu' is invalid for '--metrics': it is there twice.\n"
    ),
    (
      ["--reference", "reference", "--chrf-char-order", "0"],
      "Error: The value '0' is invalid for '--chrf-char-order': there would be nothing to count.\n"
    ),
    (
      ["--reference", "reference", "a", "b", "--sentence-level"],
      "Error: '--sentence-level' takes one system and one metric.\n"
    ),
    (
      ["--reference", "reference", "a", "--compare", "1"],
      "Error: '--compare' takes two systems or more.\n"
    ),
    (
      ["--reference", "reference", "a", "b", "--paired-bs", "--paired-ar"],
      "Error: Choose one of '--paired-bs' and '--paired-ar'.\n"
    ),
    (
      ["--reference", "reference", "--model", "m"],
      "Error: '--model' needs '--source', the sentences to translate.\n"
    ),
    (["--no-such-option"], "Error: Unknown option '--no-such-option'.\n"),
    (
      ["--refrence", "reference"],
      "Error: Unknown option '--refrence'. Did you mean '--reference'?\n"
    ),
  ])
  func explainsItsUse(arguments: [String], message: String) throws {
    let result = try runner.run("evaluate", arguments)
    #expect(result.errors.hasPrefix(message))
    #expect(result.errors.hasSuffix("--help' for more information.\n"))
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
