public import ArgumentParser
public import Dragoman

extension LineReader.InvalidUTF8: ExpressibleByArgument {}

/// How a command reads text.
public struct TextOptions: ParsableArguments {
  /// What is done about bytes that are not UTF-8.
  @Option(
    name: .customLong("invalid-utf8"),
    help: ArgumentHelp(
      "What to do about bytes that are not UTF-8: fail, or replace them by U+FFFD.",
      valueName: "fail|replace"))
  public var invalidUTF8 = LineReader.InvalidUTF8.fail

  /// Declares the option.
  public init() {}

  /// Opens the files, or standard input when there is none; all at once, so that a missing one is
  /// known before the work begins.
  ///
  /// - Throws: `InputError` when one is missing or not to be read.
  public func readers(_ files: [String]) throws -> [LineReader] {
    try (files.isEmpty ? ["-"] : files).map { try LineReader(path: $0, invalidUTF8: invalidUTF8) }
  }
}
