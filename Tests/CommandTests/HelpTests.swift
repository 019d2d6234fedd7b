import Foundation
import Testing

/// What `--help` prints, which stands in `Help/`, so that a change of it is seen by whoever reads the commit.
@Suite struct HelpTests {
  private static let commands = [
    "train", "train model", "train pretrain", "train classify", "train tag", "train vocabulary",
    "train shortlist", "train export", "train inspect", "train clean", "train languages",
    "train encode", "train decode", "translate", "evaluate", "evaluate translations",
    "evaluate labels", "evaluate tags", "understand", "understand embed", "understand fill",
    "understand classify", "understand tag",
    "understand language",
  ]

  @Test(arguments: commands) func textIsAsItWas(_ command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let result = try CommandRunner().run(
      words[0], words.dropFirst() + ["--help"], environment: ["COLUMNS": "80"])
    #expect(result.exitCode == 0)
    let name = "Tests/CommandTests/Help/\(words.joined(separator: "-")).txt"
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Help/\(words.joined(separator: "-")).txt")
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    // Defaults that depend on the machine.
    let processors = "(default: \(ProcessInfo.processInfo.activeProcessorCount))"
    let text = result.output.replacing(processors, with: "(default: processors)")
    #expect(
      text == expected,
      "If it is meant: scripts/help-texts writes \(name) anew.")
  }
}
