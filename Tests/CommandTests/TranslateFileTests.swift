import Foundation
import Testing

/// Where `translate` reads from and writes to.
@Suite struct TranslateFileTests {
  private let runner: CommandRunner
  private let lines = (1...40).map { "\($0 % 7) \($0)" }
  private let arguments = ["--model", "model", "--batch-size", "1", "--threads", "1"]

  init() throws {
    runner = try CommandRunner()
    try runner.makeModel("model")
    try runner.write(lines.joined(separator: "\n") + "\n", to: "text")
  }

  private func translate(_ more: String..., input: String = "") throws -> CommandRunner.Result {
    try runner.run("translate", arguments + more, input: input)
  }

  private func unzipped(_ name: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", runner.folder.appending(path: name).path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func eachFileGoesToTheFolderUnderItsName() throws {
    try FileManager.default.createDirectory(
      at: runner.folder.appending(path: "de"), withIntermediateDirectories: true)
    try runner.write("1 2\n", to: "de/other")
    let result = try translate("text", "de/other", "--output-dir", "out")
    #expect(result.exitCode == 0)
    #expect(result.output.isEmpty && result.errors.isEmpty)
    #expect(try runner.read("out/text") == translate("text").output)
    #expect(try runner.read("out/other") == translate("de/other").output)
    #expect(!runner.exists("out/text.partial"))
  }

  /// Parts, some of which are stopped or empty, are the whole when they are put together.
  @Test(arguments: [[], ["--n-best", "2"]]) func partsAreTheWhole(_ form: [String]) throws {
    try runner.write("1 2 3\n4 5\n6\n", to: "other")
    let files = ["text", "other"] + form
    let whole = try runner.run("translate", arguments + files).output
    for count in [1, 3, 16, 50] {
      var parts = ""
      for part in 1...count {
        let result = try runner.run(
          "translate", arguments + files + ["--part", "\(part)/\(count)"])
        #expect(result.exitCode == 0, "\(result.errors)")
        parts += result.output
      }
      #expect(parts == whole)
    }
  }

  @Test func aPartIsGoneOnWith() throws {
    let part = try translate("text", "--part", "2/3").output.split(separator: "\n")
    #expect(part.count == 13)
    try runner.write(part.prefix(5).map { $0 + "\n" }.joined(), to: "out.partial")
    #expect(try translate("text", "--part", "2/3", "--output", "out", "--resume").exitCode == 0)
    #expect(try runner.read("out").split(separator: "\n") == part)
    try runner.write(lines.map { $0 + "\n" }.joined(), to: "out.partial")
    let long = try translate("text", "--part", "2/3", "--output", "out", "--resume")
    #expect(long.errors.contains("its first part has 40 lines, the source only 13."))
  }

  @Test func partsNeedFiles() throws {
    let piped = try translate("--part", "1/2", input: "1\n")
    #expect(piped.exitCode == 1)
    #expect(piped.errors.contains("--part: needs files, whose lines are counted first, not '-'."))
    for value in ["0/2", "3/2", "1", "1/2/3", "a/b", "1/0"] {
      #expect(try translate("text", "--part", value).exitCode == 64)
    }
  }

  @Test func gzipIsReadAndWritten() throws {
    let expected = try translate("text").output
    #expect(try translate("text", "--output", "out.gz").exitCode == 0)
    #expect(try unzipped("out.gz") == expected)
    #expect(!runner.exists("out.gz.partial"))
    let again = try translate("out.gz", "--output", "again")
    #expect(again.exitCode == 0)
    try runner.write(expected, to: "expected")
    #expect(try runner.read("again") == translate("expected").output)
  }

  @Test func twoRunsDoNotWriteOneFile() throws {
    let many = Array(repeating: lines, count: 100).flatMap(\.self)
    try runner.write(many.joined(separator: "\n") + "\n", to: "many")
    let first = try runner.start("translate", arguments + ["many", "--output", "out"])
    while !runner.exists("out.partial"), first.process.isRunning { usleep(1000) }
    for more in [[], ["--resume"]] {
      let second = try runner.run("translate", arguments + ["text", "--output", "out"] + more)
      #expect(second.exitCode == 1)
      #expect(second.errors.contains("out.partial: is being written by another run."))
    }
    first.process.interrupt()
    #expect(try first.end().errors.contains("--resume goes on"))
  }

  /// Also a line that was being written when the power went does not matter.
  @Test(arguments: [0, 1, 23, 40]) func goesOnAfterTheLinesThatAreThere(count: Int) throws {
    let expected = try translate("text", "text").output
    let kept = expected.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix(count).map { $0 + "\n" }.joined()
    for half in ["", "half a li"] {
      try runner.write(kept + half, to: "out.partial")
      let result = try translate("text", "text", "--output", "out", "--resume")
      #expect(result.exitCode == 0)
      #expect(try runner.read("out") == expected)
      #expect(!runner.exists("out.partial"))
    }
  }

  @Test func goesOnInAFolder() throws {
    let first = try translate("text", "--output-dir", "out")
    #expect(first.exitCode == 0)
    let expected = try runner.read("out/text")
    try runner.write("3\n4\n", to: "more")
    try runner.write("", to: "out/more.partial")
    let result = try translate("text", "more", "--output-dir", "out", "--resume")
    #expect(result.exitCode == 0)
    #expect(result.errors == "translate: out/text: is complete\n")
    #expect(try runner.read("out/text") == expected)
    #expect(try runner.read("out/more") == translate("more").output)
  }

  /// The source is a pipe that stays open, so that the run cannot end before it is interrupted.
  @Test func anInterruptedRunSaysHowToGoOn() throws {
    let expected = try translate("text").output
    let process = Process()
    process.executableURL = CommandRunner.products.appending(path: "translate")
    process.arguments = arguments + ["--output", "out"]
    process.currentDirectoryURL = runner.folder
    let (input, errors) = (Pipe(), Pipe())
    (process.standardInput, process.standardError) = (input, errors)
    try process.run()
    try input.fileHandleForWriting.write(
      contentsOf: Data(lines.prefix(3).map { $0 + "\n" }.joined().utf8))
    while process.isRunning, (try? runner.read("out.partial"))?.isEmpty ?? true {
      Thread.sleep(forTimeInterval: 0.002)
    }
    process.interrupt()
    try input.fileHandleForWriting.close()
    let message = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(!runner.exists("out"))
    let part = try runner.read("out.partial")
    #expect(part.hasSuffix("\n") && expected.hasPrefix(part))
    #expect(
      String(decoding: message, as: UTF8.self).hasSuffix(
        " lines are in out.partial; the same command with --resume goes on\n"))

    let refused = try translate("text", "--output", "out")
    #expect(
      refused.errors == """
        Error: out.partial: is there from a run that was stopped.
          Add --resume to go on with it, or delete it to begin anew.

        """)
    #expect(refused.exitCode == 1)
    #expect(try translate("text", "--output", "out", "--resume").exitCode == 0)
    #expect(try runner.read("out") == expected)
  }

  @Test func resumingWithAnotherSourceIsRefused() throws {
    try runner.write(String(repeating: "x\n", count: 41), to: "out.partial")
    let result = try translate("text", "--output", "out", "--resume")
    #expect(
      result.errors.hasSuffix(
        """
        Error: out: its first part has 41 lines, the source only 40.
          Resume with the source that it was begun with, or delete the first part.

        """))
    #expect(result.exitCode == 1)
  }

  /// Text that cannot be read does not cost the work before it.
  @Test func whatWasDoneBeforeAnErrorIsKept() throws {
    try runner.write(
      Data((lines.joined(separator: "\n") + "\n\u{FF}").utf8.map { $0 == 0xC3 ? 0xFF : $0 }),
      to: "bad")
    let result = try translate("bad", "--output", "out")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("lines are in out.partial"))
    #expect(result.errors.contains("bad:41: not UTF-8"))
    #expect(!runner.exists("out"))
  }

  @Test func anInputIsNeverOverwritten() throws {
    for output in [["--output", "text"], ["--output", "./text"], ["--output-dir", "."]] {
      let result = try runner.run("translate", arguments + ["text"] + output)
      #expect(result.errors.contains("text: is the file to translate, 'text'."))
      #expect(result.exitCode == 1)
    }
    #expect(try runner.read("text") == lines.joined(separator: "\n") + "\n")
  }

  @Test func namedPipesAndDevicesAreWrittenToDirectly() throws {
    #expect(try translate("text", "--output", "/dev/null").exitCode == 0)
    let full = try translate("text", "--output", "/dev/full")
    #expect(
      full.errors == """
        Error: /dev/full: cannot be written: No space left on device.
          Choose another path, or make room and check the permissions of its folder.

        """)
    #expect(full.exitCode == 1)
  }

  @Test func aFolderIsNoFileToTranslate() throws {
    let result = try translate("model")
    #expect(
      result.errors == "Error: model: cannot be read: it is a folder.\n  Check the path.\n")
    #expect(result.exitCode == 1)
  }

  /// A program that writes a line and waits for its translation gets it.
  @Test func aLineInAPipeIsAnsweredAtOnce() throws {
    let process = Process()
    process.executableURL = CommandRunner.products.appending(path: "translate")
    process.arguments = ["--model", runner.folder.appending(path: "model").path]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    for line in ["1 2\n", "3\n"] {
      try input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
      var answer = Data()
      while !answer.contains(0x0A) { answer += output.fileHandleForReading.availableData }
      let expected = try runner.run("translate", ["--model", "model"], input: line)
      #expect(String(decoding: answer, as: UTF8.self) == expected.output)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
