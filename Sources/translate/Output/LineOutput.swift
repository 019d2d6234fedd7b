import CommandSupport

/// Where lines go.
protocol LineOutput: AnyObject {
  /// How many lines were there before.
  var linesThere: Int { get }
  /// What is left when the work is stopped, and how to go on; `nil` when nothing is.
  var remainder: String? { get }
  /// Takes a line; it has none of its own ends.
  func write(line: String) throws
  /// Hands on what was written so far.
  func flush() throws
  /// Hands on the rest. Without it the file is not complete.
  func close() throws
}

extension OutputFile: LineOutput {
  var linesThere: Int { 0 }
  var remainder: String? { nil }
}
