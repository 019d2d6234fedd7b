import ArgumentParser
import CommandSupport
import Dragoman

@main
struct Evaluate: DragomanCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score translations against references.",
    version: dragomanVersion)

  @OptionGroup var file: ConfigurationOption

  @Option(help: "reference") var reference: [String] = []

  func run() throws {
    let out = try OutputFile()
    for path in reference { try out.write(line: "\(try readLines(path).count)") }
    try out.close()
  }
}
