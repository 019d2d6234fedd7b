import FoundationEssentials

public import ArgumentParser

/// The long options that a command declares: the keys its configuration file may have.
///
/// They are read from the description that the command gives of itself, so that an option is
/// declared in one place only.
public struct CommandOptions {
  /// What may follow an option's name.
  enum Kind {
    /// `--name`, there or not there.
    case flag
    /// `--name VALUE`, once.
    case value
    /// `--name VALUE`, any number of times.
    case values
  }

  /// Whether the command takes `--config FILE`.
  let acceptsFile: Bool
  private let kinds: [String: Kind]

  /// The options of `command`.
  public init(of command: any ParsableCommand.Type) throws {
    let description = try JSONDecoder().decode(
      Description.self, from: Data(command._dumpHelp().utf8))
    var kinds: [String: Kind] = [:]
    for argument in description.command.arguments ?? [] where argument.kind != "positional" {
      for name in argument.names ?? [] where name.kind == "long" {
        kinds[name.name] =
          argument.kind == "flag" ? .flag : argument.isRepeating ? .values : .value
      }
    }
    acceptsFile = kinds[ConfigurationFile.option] == .value
    self.kinds = kinds
  }

  /// What may follow `--name`, or `nil` when no file may have such a key: also `--config` itself,
  /// `--help` and `--version` make no sense there.
  subscript(name: String) -> Kind? {
    [ConfigurationFile.option, "help", "version"].contains(name) ? nil : kinds[name]
  }

  /// The other option whose name is spelled most like `name`, or `nil` when none comes close.
  func closest(to name: String) -> String? {
    closestName(to: name, among: kinds.keys.filter { $0 != name })
  }

  /// An error about the first long option in `arguments` that the command does not have.
  ///
  /// swift-argument-parser would rather say that a required option is missing, which does not help
  /// the user who misspelled that very one.
  func unknownOption(in arguments: [String]) -> ValidationError? {
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = String(argument.dropFirst(2).prefix { $0 != "=" })
      guard kinds[name] == nil else { continue }
      let hint = closest(to: name).map { " Did you mean '--\($0)'?" } ?? ""
      return ValidationError("Unknown option '--\(name)'.\(hint)")
    }
    return nil
  }

  /// The part of swift-argument-parser's description of a command that is needed here.
  private struct Description: Decodable {
    struct Command: Decodable {
      var arguments: [Argument]?
    }

    struct Argument: Decodable {
      struct Name: Decodable {
        var kind: String
        var name: String
      }

      var kind: String
      var isRepeating: Bool
      var names: [Name]?
    }

    var command: Command
  }
}
