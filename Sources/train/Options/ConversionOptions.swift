import ArgumentParser
import CommandSupport
import Dragoman

/// What `train encode` and `train decode` have in common.
struct ConversionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The vocabulary.", valueName: "file"))
  var vocabulary: String

  @Flag(help: "Numbers of pieces instead of their names.")
  var ids = false

  @Argument(help: "Files to read; standard input if there is none, or for '-'.")
  var files: [String] = []

  @Option(help: ArgumentHelp("File for the lines instead of standard output.", valueName: "file"))
  var output = "-"

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @OptionGroup var text: TextOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try check("--threads", threads, in: 1...256)
  }

  func tokenizer() throws -> Tokenizer { try Tokenizer(contentsOf: vocabulary) }

  func run(_ convert: LineConversion.Convert) throws {
    let readers = try text.readers(files)
    let output = try OutputFile(path: output)
    try LineConversion(readers: readers, output: output, threads: threads).run(convert)
  }
}
