import Dragoman
import Glibc

/// Says something to the user on standard error, whether or not that is a terminal.
public func note(_ text: String) {
  let command = CommandLine.arguments.first?.split(separator: "/").last ?? ""
  // A standard error that has gone away is no reason to stop the work.
  _ = Array("\(command): \(text)\n".utf8).withUnsafeBytes { writeFully($0, to: STDERR_FILENO) }
}

/// Tells the user how many U+FFFD stand in place of bytes of `path` that were not UTF-8, if any.
public func note(replacements: Int, in path: String) {
  guard replacements > 0 else { return }
  note("\(path): replaced what was not UTF-8 by U+FFFD, \(Figures.count(replacements)) times")
}
