import Dragoman
import Yams

/// A YAML file whose keys are the long names of a command's own options.
///
/// ```yaml
/// source: corpus/train.en     # --source corpus/train.en
/// resume: true                # --resume
/// reference: [a.de, b.de]     # --reference a.de --reference b.de
/// ```
///
/// What the command line says wins over the file.
public struct ConfigurationFile {
  /// The name of the option that names the file.
  static let option = "config"

  /// One key of the file, and the arguments that say the same on a command line.
  private struct Setting {
    var name: String
    var line: Int
    var arguments: [String]
  }

  private let path: String
  private let settings: [Setting]

  /// The file that `--config FILE` or `--config=FILE` names, or `nil` when there is no such option.
  public static func path(in arguments: [String]) -> String? {
    let options = arguments.prefix { $0 != "--" }
    guard let index = options.lastIndex(where: { names($0, option: option) }) else { return nil }
    if let equals = options[index].firstIndex(of: "=") {
      return String(options[index][equals...].dropFirst())
    }
    return options[(index + 1)...].first
  }

  /// Reads the file at `path` for a command with `options`.
  ///
  /// - Throws: ``InputError`` naming the line and the key when the file is not a mapping from the
  ///   names of options to values that they take.
  public init(path: String, options: CommandOptions) throws {
    self.path = path
    settings = try Self.mapping(path).map { key, value in
      let name = key.scalar?.string ?? ""
      let line = key.mark?.line ?? 1
      let place = "\(path):\(line)"
      guard let kind = options[name] else {
        throw InputError(
          place, "unknown key '\(name)'.",
          remedy: options.closest(to: name).map { "Did you mean '\($0)'?" }
            ?? "The keys are the long names of the command's options; see --help.")
      }
      let arguments =
        switch kind {
        case .flag: try Self.flag(name, value, options, place)
        case .value: [try Self.option(name, value, place)]
        case .values:
          try (value.sequence.map(Array.init) ?? [value]).map {
            try Self.option(name, $0, place)
          }
        }
      return Setting(name: name, line: line, arguments: arguments)
    }
  }

  /// `arguments` with the file's settings.
  ///
  /// A setting whose option is among `arguments` is left out, so that also a list is replaced by
  /// the command line and not added to. The settings stand last, where an option that takes several
  /// values cannot swallow the command's files.
  public func expand(arguments: [String]) -> [String] {
    let options = arguments.prefix { $0 != "--" }
    let kept = settings.filter { setting in
      !options.contains { Self.names($0, option: setting.name) }
    }
    return options + kept.flatMap(\.arguments) + arguments[options.endIndex...]
  }

  /// The place in the file of the option that an error message is about, or `nil` when the message
  /// is not about a setting of the file that was given on to the command line.
  public func place(of message: String, arguments: [String]) -> String? {
    let options = arguments.prefix { $0 != "--" }
    let setting = settings.first { setting in
      let name = "--\(setting.name)"
      let isMeant = ["'\(name)'", "'\(name) "].contains(where: message.contains)
      return (isMeant || message.hasPrefix("\(name): "))
        && !options.contains { Self.names($0, option: setting.name) }
    }
    return setting.map { "\(path):\($0.line)" }
  }

  private static func names(_ argument: String, option: String) -> Bool {
    argument == "--\(option)" || argument == "--no-\(option)" || argument.hasPrefix("--\(option)=")
  }

  private static func flag(
    _ name: String, _ value: Node, _ options: CommandOptions, _ place: String
  ) throws -> [String] {
    guard let isOn = value.bool else {
      throw InputError(place, "the value of '\(name)' must be true or false.")
    }
    let flag = isOn ? name : "no-\(name)"
    return isOn || options[flag] == .flag ? ["--\(flag)"] : []
  }

  /// One argument and not two, so that a value may begin with a dash.
  private static func option(_ name: String, _ value: Node, _ place: String) throws -> String {
    guard let text = value.scalar?.string, !text.isEmpty else {
      throw InputError(place, "the value of '\(name)' must be a number or a text.")
    }
    return "--\(name)=\(text)"
  }

  private static func mapping(_ path: String) throws -> Node.Mapping {
    let text = try readLines(path).joined(separator: "\n")
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw InputError(error, in: path)
    }
    guard let mapping = root?.mapping else {
      throw InputError(
        root?.mark.map { "\(path):\($0.line)" } ?? path, "not a mapping from options to values.",
        remedy: "Write one option a line, for example: beam-size: 5")
    }
    return mapping
  }
}
