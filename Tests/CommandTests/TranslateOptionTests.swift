import Foundation
import Testing

/// The options of the search, and what is said about options that cannot be.
@Suite struct TranslateOptionTests {
  private let runner: CommandRunner
  private let input = "1 2\n\n3\n4 5 6\n"

  init() throws {
    runner = try CommandRunner()
    try runner.makeModel("model")
  }

  private func translate(_ more: [String], input: String? = nil) throws -> CommandRunner.Result {
    try runner.run("translate", ["--model", "model"] + more, input: input ?? self.input)
  }

  @Test(arguments: [
    ["--beam-size", "1"], ["--length-penalty", "0"], ["--word-penalty", "-1"],
    ["--repetition-penalty", "3"], ["--no-repeat-ngram-size", "1"], ["--max-length-ratio", "0.1"],
    ["--max-length", "3"], ["--min-length-ratio", "2.5"], ["--min-length", "30"], ["--sample"],
    ["--sampling-temperature", "2"], ["--sampling-topk", "3"], ["--sampling-topp", "0.3"],
    ["--length-formula", "gnmt", "--length-penalty", "0.2"], ["--coverage-penalty", "1"],
    ["--no-split"], ["--mbr", "3"], ["--mbr", "3", "--sample"], ["--model", "model"],
    ["--no-repair"], ["--from", "de"], ["--precision", "float32"],
  ])
  func linesOutAreLinesIn(arguments: [String]) throws {
    let result = try translate(arguments)
    #expect(result.exitCode == 0)
    #expect(result.errors.isEmpty)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 5 && lines[1].isEmpty)
  }

  @Test func lengthsAreHeldTo() throws {
    func tokens(_ more: String...) throws -> [Int] {
      let output = try translate(["--json", "--no-repair", "--beam-size", "2"] + more).output
      return output.split(separator: "\n").map { line in
        line.split(separator: "\"token_scores\": [").dropFirst().first.map {
          $0.prefix { $0 != "]" }.split(separator: ",").count
        } ?? 0
      }
    }
    #expect(try tokens("--max-length", "3").allSatisfy { $0 <= 3 })
    #expect(try tokens("--min-length", "30").allSatisfy { $0 == 0 || $0 >= 30 })
  }

  @Test func aSeedDrawsTheSameAgain() throws {
    let first = try translate(["--sample", "--seed", "7"])
    #expect(
      try translate(["--sample", "--seed", "7", "--batch-size", "1", "--threads", "3"]).output
        == first.output)
    #expect(try translate(["--sample", "--seed", "8"]).output != first.output)
    let several = try translate(["--sample", "--n-best", "4"])
    #expect(several.output.split(separator: "\n").count { $0.hasPrefix("0 ||| ") } == 4)
  }

  @Test func prefixesAreHeldTo() throws {
    try runner.write("7 8\n\n\n9\n", to: "prefix")
    // Tokens, for bytes that this model adds may make the text unreadable.
    let lines = try translate(["--target-prefix", "prefix", "--json"]).output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].contains(#""tokens": ["▁", "<0x37>", "▁", "<0x38>""#))
    #expect(lines[3].contains(#""tokens": ["▁", "<0x39>""#))
    for (prefixes, message) in [
      ("7\n", "it ends after 1 lines, before the source."),
      ("7\n\n\n\n\n", "it has more lines than there are to translate."),
    ] {
      try runner.write(prefixes, to: "prefix")
      let refused = try translate(["--target-prefix", "prefix"])
      #expect(
        refused.errors == """
          Error: prefix: \(message)
            Give a line, blank or not, for each line of the source.

          """)
      #expect(refused.exitCode == 1)
    }
  }

  @Test func termsAreHeldTo() throws {
    try runner.write("3\tqq\n", to: "glossary")
    let lines = try translate(["--glossary", "glossary", "--json"]).output.split(separator: "\n")
    #expect(lines[2].contains(#""<0x71>", "<0x71>""#) && !lines[0].contains("<0x71>"))
    try runner.write("3 qq\n", to: "glossary")
    #expect(
      try translate(["--glossary", "glossary"]).errors == """
        Error: glossary:1: 1 columns, expected a term and its translation.
          Put a tab between the two, and nothing else on the line.

        """)
  }

  @Test func forbiddenWordsAreLeftOut() throws {
    try runner.write("7 8\n\n\n9\n", to: "prefix")
    try runner.write("7\n\n9\n", to: "words")
    let one = try translate(["--forbid", "7", "--forbid", "9"])
    #expect(one.exitCode == 0)
    #expect(try translate(["--forbidden-words", "words"]).output == one.output)
  }

  @Test(arguments: ["--glossary", "--target-prefix", "--forbidden-words"])
  func missingFilesAreFoundBeforeTheWork(option: String) throws {
    let result = try translate([option, "missing", "--output", "out"])
    #expect(
      result.errors
        == "Error: missing: cannot be read: No such file or directory.\n  Check the path.\n")
    #expect(result.exitCode == 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: runner.folder.path)
    #expect(!names.contains { $0.hasPrefix("out") })
  }

  @Test(arguments: [
    (["--n-best", "0"], "The value '0' is invalid for '--n-best <n>': it must be from 1 to 100."),
    (
      ["--length-penalty", "nan"],
      "The value 'nan' is invalid for '--length-penalty <n>': it must be from 0.0 to 10.0."
    ),
    (
      ["--sampling-topp", "0"],
      "The value '0.0' is invalid for '--sampling-topp <n>': it must be from 0.0001 to 1.0."
    ),
    (
      ["--min-length", "9", "--max-length", "8"],
      "The value '9' is invalid for '--min-length <n>': it must not be above --max-length, which is 8."
    ),
    (
      ["--n-best", "6", "--beam-size", "5"],
      "'--n-best 6' is more than '--beam-size 5' finds; raise '--beam-size'."
    ),
    (
      ["--sample", "--beam-size", "2"],
      "'--beam-size' does not go with sampling; '--n-best' says how many translations are drawn."
    ),
    (
      ["--mbr", "3", "--beam-size", "3"],
      "'--mbr' says how many translations are searched for; leave '--beam-size' out."
    ),
    (["--seed", "3"], "'--seed' is for sampling; leave it out, or add '--sample'."),
    (["--target", "x"], "'--target' is for '--score'; leave it out, or add '--score'."),
    (["--score"], "'--score' needs '--target', the file with the translations to score."),
    (
      ["--score", "--target", "x", "--sample"],
      "'--sample' does not go with '--score', which takes translations as they are; leave it out."
    ),
    (["--resume"], "'--resume' needs '--output' or '--output-dir', the files to go on with."),
    (
      ["--resume", "--output", "x", "--n-best", "2"],
      "'--resume' counts lines, and '--n-best' writes several a line; add '--json', or begin anew."
    ),
    (
      ["--output", "x", "--output-dir", "y", "text"],
      "'--output' and '--output-dir' exclude each other; leave one out."
    ),
    (["--output-dir", "y"], "'--output-dir' needs files to translate, for their names."),
    (
      ["--output-dir", "y", "a/text", "b/text"],
      "'a/text' and 'b/text' would both be written to 'y/text'; translate one at a time."
    ),
    (
      ["--from", "German!"],
      "The value 'German!' is invalid for '--from <code>': it must be a code such as 'de' or 'zh-TW'."
    ),
    (["--forbid", " "], "'--forbid' needs a word."),
  ])
  func whatCannotBeIsRefused(arguments: [String], message: String) throws {
    let result = try translate(arguments)
    #expect(result.errors.hasPrefix("Error: \(message)\n"))
    #expect(result.output.isEmpty)
    #expect(result.exitCode == 64)
  }
}
