public import ArgumentParser
import CommandSupport
public import Dragoman

extension Precision: ExpressibleByArgument {}

/// What the subcommands have in common: the model, the text, and how the machine is used.
struct EncoderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of the model, Dragoman's or a BERT of Hugging Face's.", valueName: "dir"))
  var model: String

  @Argument(
    help: ArgumentHelp(
      "Files to read, gzip or not; standard input if there is none, or for '-'."))
  var files: [String] = []

  @Option(help: "How weights are kept: int8 is faster, float32 is as they were trained.")
  var precision = Precision.int8

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @OptionGroup var text: TextOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try check("--threads", threads, in: 1...256)
  }

  /// Text that is taken at a time.
  private static let bytesOfWindow = 1 << 20

  /// Reads the files a window at a time, in bounded memory.
  ///
  /// - Parameter body: Receives some lines, the number of the first among all lines, and the model.
  /// - Throws: `InputError` about a file or the model.
  func forEachWindow(
    _ body: (_ lines: [String], _ first: Int, _ model: EncoderModel) throws -> Void
  ) throws {
    let readers = try text.readers(files)
    let model = try EncoderModel(ModelFolder(model), precision: precision)
    let progress = LineProgress()
    var lines = 0
    for reader in readers {
      while case let window = try reader.next(bytes: Self.bytesOfWindow), !window.isEmpty {
        try body(window, lines, model)
        lines += window.count
        progress.add(window.count)
      }
      note(replacements: reader.replacements, in: reader.path)
    }
    progress.end()
  }
}
