public import ArgumentParser
import CommandSupport
public import Dragoman

extension ModelExport.Format: ExpressibleByArgument {}

/// `train export`: a model in, a folder for another system out.
struct TrainExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a model in the form of another system.",
    usage: "train export --model DIR --format FORMAT --output DIR",
    discussion: """
      The other system gives the same translations, up to rounding:

        train export --model en-de --format huggingface --output en-de-hf
        train export --model en-de --format ctranslate2 --output en-de-ct2
        train export --model en-de --format marian --output en-de-marian

      'dragoman-int8' is Dragoman's own form with weights of eight bits, a quarter of the size.
      """)

  @Option(help: ArgumentHelp("Folder of the model.", valueName: "dir"))
  var model: String

  @Option(help: "The system.")
  var format: ModelExport.Format

  @Option(help: ArgumentHelp("Folder for what is written.", valueName: "dir"))
  var output: String

  @OptionGroup var configurationFile: ConfigurationOption

  func run() throws {
    let folder = ModelFolder(output)
    guard folder.path != ModelFolder(model).path else {
      throw ValidationError("'--output' is the folder of the model; choose another.")
    }
    try ModelExport(ModelFolder(model)).write(format, to: folder)
    note("the model is in \(folder.path)")
  }
}
