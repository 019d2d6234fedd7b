import Dragoman
public import Glibc

/// How words are set off in what is printed: by colours for a person at a terminal, by the marks of
/// `wdiff` elsewhere.
///
/// There are no colours where the variable `NO_COLOR` is set (no-color.org) or the terminal is `dumb`.
public struct Emphasis: Sendable {
  private let isColored: Bool

  /// The emphasis that fits a file, standard output unless another one is given.
  ///
  /// - Parameter variable: The value of a variable of the environment.
  public init(
    descriptor: Int32 = STDOUT_FILENO,
    variable: (String) -> String? = { getenv($0).map { String(cString: $0) } }
  ) {
    isColored =
      isatty(descriptor) == 1 && (variable("NO_COLOR") ?? "").isEmpty
      && variable("TERM") != "dumb"
  }

  /// What should not be there: `[-text-]`, or red.
  public func wrong(_ text: String) -> String { isColored ? colored(text, "31") : "[-\(text)-]" }

  /// What should be there: `{+text+}`, or green.
  public func missing(_ text: String) -> String { isColored ? colored(text, "32") : "{+\(text)+}" }

  /// What stands out: bold, or as it is.
  public func strong(_ text: String) -> String { isColored ? colored(text, "1") : text }

  /// What stands back: dim, or as it is.
  public func soft(_ text: String) -> String { isColored ? colored(text, "2") : text }

  private func colored(_ text: String, _ code: String) -> String {
    "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
