public import ArgumentParser
import Dragoman
import Glibc

/// One of the project's commands; conform, mark it `@main`, and everything below holds for it.
///
/// - A `--config FILE.yaml`, where the command declares ``ConfigurationOption``, is read before the
///   command line, and an error about an option from the file names the file and the line.
/// - Of its subcommands the first argument names one; without a name it is the default one.
/// - An error that the input causes ends with exit code 1, one in the use of the command with 64.
/// - A reader that closes the pipe early (`translate … | head`) ends the command silently, as any
///   other Unix tool.
public protocol DragomanCommand: ParsableCommand {}

extension DragomanCommand {
  /// Runs the command with the arguments of the process, and exits the process on an error.
  public static func main() {
    // A file that may not grow further is then an error of writing, with its name, instead of the end.
    signal(SIGXFSZ, SIG_IGN)
    var arguments = Array(CommandLine.arguments.dropFirst())
    let subcommand = configuration.subcommands.first { $0._commandName == arguments.first }
    let path = subcommand == nil ? [] : [arguments.removeFirst()]
    let command = subcommand ?? configuration.defaultSubcommand ?? self
    var file: ConfigurationFile?
    do {
      // The options are described only where they are needed, which takes longer than to parse them.
      if let path = ConfigurationFile.path(in: arguments) {
        let options = try CommandOptions(of: command)
        if options.acceptsFile { file = try ConfigurationFile(path: path, options: options) }
      }
      var parsed: any ParsableCommand
      do {
        parsed = try parseAsRoot(path + (file?.expand(arguments: arguments) ?? arguments))
      } catch  where exitCode(for: error) == .validationFailure {
        throw try CommandOptions(of: command).unknownOption(in: arguments) ?? error
      }
      try parsed.run()
    } catch {
      let error = (error as? InputError)?.naming(option) ?? error
      let message = message(for: error)
      guard exitCode(for: error) != .success,
        let place = file?.place(of: message, arguments: arguments)
      else { exit(withError: error) }
      exit(withError: InputError(place, message))
    }
  }
}

/// `--config FILE`, for the commands that can be set up by a ``ConfigurationFile``.
public struct ConfigurationOption: ParsableArguments {
  /// The path that the user gave; its settings are already among the other options.
  @Option(
    name: .customLong(ConfigurationFile.option),
    help: ArgumentHelp(
      "YAML file whose keys are the long names of these options.", valueName: "file"))
  public var path: String?

  /// Declares the option.
  public init() {}
}
