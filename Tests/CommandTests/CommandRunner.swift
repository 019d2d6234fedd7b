import Foundation

/// Runs one of the built commands as a user would, in an empty folder of its own.
final class CommandRunner {
  /// What a command did.
  struct Result {
    var exitCode: Int32
    var output: String
    var errors: String
  }

  /// The folder that the commands run in; it goes away with the runner.
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "CommandTests-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Makes a file in the folder.
  func write(_ text: String, to name: String) throws {
    try write(Data(text.utf8), to: name)
  }

  /// Makes a file in the folder.
  func write(_ bytes: Data, to name: String) throws {
    try bytes.write(to: folder.appending(path: name))
  }

  /// The content of a file in the folder.
  func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// Whether a file or folder is in the folder.
  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  /// Runs `command` to its end.
  ///
  /// - Parameters:
  ///   - input: Its standard input.
  ///   - environment: Variables to add to those of the tests.
  ///   - device: A path to be its standard output, of which the result then says nothing.
  func run(
    _ command: String, _ arguments: [String], input: String = "",
    environment: [String: String] = [:], device: String? = nil
  ) throws -> Result {
    try start(
      command, arguments, input: input, environment: environment, device: device
    ).end()
  }

  /// Starts `command`, with the parameters of ``run(_:_:input:environment:device:)``.
  func start(
    _ command: String, _ arguments: [String], input: String = "",
    environment: [String: String] = [:], device: String? = nil
  ) throws -> RunningCommand {
    let process = Process()
    process.executableURL = Self.products.appending(path: command)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files and not pipes: neither side can wait for the other to read.
    let streams = try ["input", "output", "errors"].map { name in
      let url = folder.appending(path: ".standard-\(name)")
      try Data((name == "input" ? input : "").utf8).write(to: url)
      return try FileHandle(forUpdating: url)
    }
    process.standardInput = streams[0]
    process.standardOutput =
      try device.map {
        try FileHandle(forWritingTo: URL(filePath: $0))
      } ?? streams[1]
    process.standardError = streams[2]
    try process.run()
    return RunningCommand(process: process, output: streams[1], errors: streams[2])
  }

  /// The folder that the commands are built into, which is where the running tests are.
  static var products: URL {
    let arguments = CommandLine.arguments
    let bundle = arguments.first { $0.hasSuffix(".xctest") } ?? arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent()
  }
}

/// A command that is running.
struct RunningCommand {
  let process: Process
  fileprivate let output: FileHandle
  fileprivate let errors: FileHandle

  /// Waits for its end.
  func end() throws -> CommandRunner.Result {
    process.waitUntilExit()
    let texts = try [output, errors].map { stream in
      try stream.seek(toOffset: 0)
      return String(decoding: try stream.readToEnd() ?? Data(), as: UTF8.self)
    }
    return CommandRunner.Result(
      exitCode: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
