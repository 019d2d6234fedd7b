import Glibc

/// The operating system's own words for the last failed call (`No such file or directory`).
package func lastSystemError() -> String {
  String(cString: strerror(errno))
}
