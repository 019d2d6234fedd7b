import Foundation
import Testing

/// `train inspect`, `train clean` and `train languages`.
@Suite struct CleaningCommandTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.write(
      "A green house\nA green house\nThe old tree fell\nWait\nThe <b>long</b> road\n", to: "source")
    try runner.write(
      "Ein grünes Haus\nEin grünes Haus\nThe old tree fell\nWarte\nDie lange StraÃŸe\n",
      to: "target")
  }

  private let files = ["--source", "source", "--target", "target"]

  @Test func inspectionSaysWhatIsWrong() throws {
    let result = try runner.run("train", ["inspect"] + files + ["--report", "page.html"])
    #expect(result.exitCode == 0)
    #expect(result.errors == "")
    let rows = result.output.split(separator: "\n").map { $0.split(separator: " ").prefix(2) }
    for row in [
      ["duplicate", "1"], ["copied", "1"], ["markup", "1"], ["mojibake", "1"], ["dropped", "3"],
    ] {
      #expect(rows.contains { $0.map(String.init) == row }, "\(row)")
    }
    let page = try runner.read("page.html")
    #expect(page.contains("&lt;b&gt;long&lt;/b&gt;"))
  }

  @Test func cleaningKeepsWhatIsSoundAndSaysWhyTheRestIsNot() throws {
    let outputs = ["--output-source", "s", "--output-target", "t", "--rejected", "r.tsv"]
    let result = try runner.run("train", ["clean"] + files + outputs)
    #expect(result.exitCode == 0)
    #expect(try runner.read("s") == "A green house\nWait\n")
    #expect(try runner.read("t") == "Ein grünes Haus\nWarte\n")
    #expect(
      try runner.read("r.tsv") == """
        2\tdropped\tduplicate\t\tA green house\tEin grünes Haus
        3\tdropped\tcopied\t\tThe old tree fell\tThe old tree fell
        5\tdropped\tmojibake,markup\t\tThe <b>long</b> road\tDie lange StraÃŸe

        """)
    let allowing = try runner.run(
      "train", ["clean"] + files + outputs + ["--allow", "markup", "--allow", "duplicate"])
    #expect(allowing.exitCode == 0)
    #expect(
      try runner.read("t") == "Ein grünes Haus\nEin grünes Haus\nWarte\nDie lange Straße\n")
  }

  @Test func whatIsUnfitIsNamedAndNothingWritten() throws {
    let same = try runner.run(
      "train", ["clean"] + files + ["--output-source", "s", "--output-target", "s"])
    #expect(same.exitCode != 0 && same.errors.contains("a file of its own"))
    let input = try runner.run(
      "train", ["clean"] + files + ["--output-source", "source", "--output-target", "t"])
    #expect(input.exitCode != 0 && input.errors.contains("“source”"))
    let missing = try runner.run("train", ["inspect", "--source", "nowhere", "--target", "target"])
    #expect(missing.exitCode != 0 && missing.errors.contains("nowhere: cannot be read"))
    let test = try runner.run("train", ["inspect"] + files + ["--test", "nowhere"])
    #expect(test.exitCode != 0 && test.errors.contains("nowhere: cannot be read"))
    let fault = try runner.run(
      "train", ["clean"] + files + ["--output-source", "s", "--output-target", "t", "--allow", "x"])
    #expect(fault.exitCode != 0 && fault.errors.contains("--allow"))
    #expect(throws: (any Error).self) { try runner.read("s") }
  }

  @Test func languagesAreLearned() throws {
    try runner.write("ein Haus und ein Baum\n", to: "de")
    try runner.write("a house and a tree\n", to: "en")
    let result = try runner.run("train", ["languages", "de=de", "en=en", "--output", "languages"])
    #expect(result.exitCode == 0)
    #expect(try runner.read("languages").hasPrefix("# Dragoman's languages, version 1: de en\n"))
    let one = try runner.run("train", ["languages", "de=de", "--output", "x"])
    #expect(one.exitCode != 0 && one.errors.contains("two or more"))
    let wrong = try runner.run("train", ["languages", "de", "en=en", "--output", "x"])
    #expect(wrong.exitCode != 0 && wrong.errors.contains("“de=text.de”"))
  }
}
