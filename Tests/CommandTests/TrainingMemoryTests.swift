import Foundation
import Testing

/// `--memory-limit` on whole runs. The most memory that a process ever had is the system's own record of it.
@Suite struct TrainingMemoryTests {
  /// The peak of a short run in MiB, and what it printed.
  private func run(_ limit: String?, in runner: CommandRunner) throws -> (peak: Int, text: String) {
    var arguments = [
      "--source", "train", "--target", "train", "--model", limit ?? "free", "--preset", "small",
      "--vocabulary-size", "300", "--batch-tokens", "8192", "--max-updates", "3", "--threads", "2",
    ]
    if let limit { arguments += ["--memory-limit", limit] }
    let training = try runner.start("train", arguments)
    var peak = 0
    // Until the process ends, when there is nothing to read any more.
    while training.process.isRunning {
      let path = "/proc/\(training.process.processIdentifier)/status"
      let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
        peak = max(peak, line.split(separator: " ").compactMap { Int($0) }.first ?? 0)
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
    let result = try training.end()
    #expect(result.exitCode == 0, "\(result.errors)")
    return (peak >> 10, result.output)
  }

  @Test(.timeLimit(.minutes(5))) func aRunStaysBelowItsLimit() throws {
    let runner = try CommandRunner()
    try runner.write(linesOfDigits(5000, seed: 1), to: "train")
    let free = try run(nil, in: runner)
    let limited = try run("250M", in: runner)
    #expect(free.peak > 300, "\(free.peak) MiB")
    #expect((150...250).contains(limited.peak), "\(limited.peak) MiB")
  }

  @Test func aLimitThatNoRunKeepsIsRefused() throws {
    let runner = try CommandRunner()
    try runner.write(linesOfDigits(50, seed: 1), to: "train")
    let result = try runner.run(
      "train",
      ["--source", "train", "--target", "train", "--model", "model", "--memory-limit", "20M"])
    #expect(result.exitCode != 0)
    #expect(
      result.errors.contains(
        "--memory-limit: 20 MiB, but the program takes 64 MiB alone, and the text of the corpus 1 MiB."
      ))
  }
}
