import Foundation
import Testing

/// Translation through a language between.
@Suite struct TranslatePivotTests {
  private let runner: CommandRunner
  private let input = "The file was saved. The dog was tired.\n\nI was hungry.\n"

  init() throws {
    runner = try CommandRunner()
    let repository = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    for (name, model) in [("first", "models/en-de"), ("second", "docs/example/en-de")] {
      try FileManager.default.createSymbolicLink(
        at: runner.folder.appending(path: name),
        withDestinationURL: repository.appending(path: model))
    }
  }

  private func translate(_ options: String..., input: String? = nil) throws -> CommandRunner.Result
  {
    try runner.run("translate", options, input: input ?? self.input)
  }

  @Test func isTwoTranslations() throws {
    let between = try translate("--model", "first")
    let last = try translate("--model", "second", input: between.output)
    let pivoted = try translate("--model", "first", "--then", "second")
    #expect(pivoted.exitCode == 0)
    #expect(pivoted.output == last.output)
    #expect(pivoted.output != between.output)
  }

  @Test func showsTheTextBetween() throws {
    struct Line: Decodable {
      var source: String
      var between: String
      var text: String
    }
    let between = try translate("--model", "first").output.split(
      separator: "\n", omittingEmptySubsequences: false)
    let lines = try translate("--model", "first", "--then", "second", "--json").output
      .split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    #expect(lines.map(\.source) == ["The file was saved. The dog was tired.", "", "I was hungry."])
    #expect(lines.map(\.between) == between.dropLast().map(String.init))
  }

  @Test func takesDocuments() throws {
    let file = "<p>The <b>dog</b> was tired.</p>\n"
    try file.write(
      to: runner.folder.appending(path: "page.html"), atomically: true, encoding: .utf8)
    let result = try translate("--model", "first", "--then", "second", "page.html")
    #expect(result.exitCode == 0)
    #expect(result.output.contains("<b>"))
    #expect(result.output.contains("</b>"))
  }

  @Test(arguments: [
    ["--via", "en"], ["--then", "second", "--alignment"], ["--then", "second", "--explain", "x"],
    ["--then", "second", "--score", "--target", "x"],
  ])
  func refusesWhatIsAboutOneModel(_ options: [String]) throws {
    let result = try runner.run("translate", ["--model", "first"] + options, input: input)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("--then"))
  }
}
