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

  /// The options of `command`, without those that make no sense in a file: `--config` itself,
  /// `--help` and `--version`.
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
    for name in [ConfigurationFile.option, "help", "version"] { kinds[name] = nil }
    self.kinds = kinds
  }

  /// What may follow `--name`, or `nil` when the command has no such option.
  subscript(name: String) -> Kind? { kinds[name] }

  /// The option whose name is spelled most like `name`, or `nil` when none comes close.
  func closest(to name: String) -> String? {
    let nearest = kinds.keys.map { (distance: editDistance($0, name), name: $0) }.min { $0 < $1 }
    guard let nearest, nearest.distance <= max(1, name.count / 3) else { return nil }
    return nearest.name
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
