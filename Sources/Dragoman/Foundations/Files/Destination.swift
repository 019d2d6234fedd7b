import Glibc

/// A place where a file is to be written, and what is there already.
package struct Destination: Sendable {
  /// The path with symbolic links followed, so that a link stays a link.
  package let path: String
  /// Whether another file may take its name: it is a regular file or none, and no device or named pipe.
  package let isReplaceable: Bool
  /// Whether there is something.
  package let exists: Bool
  private let permissions: mode_t

  /// Looks at what is there.
  ///
  /// - Throws: ``InputError`` when it is a folder, or a file that cannot be written.
  package init(_ path: String) throws {
    self.path = resolvingLinks(path)
    var existing = stat()
    exists = stat(self.path, &existing) == 0
    let kind = existing.st_mode & S_IFMT
    guard !exists || kind != S_IFDIR else {
      throw InputError(path, "is a folder.", remedy: "Name a file in it.")
    }
    guard !exists || access(self.path, W_OK) == 0 else { throw InputError.unwritable(path) }
    isReplaceable = !exists || kind == S_IFREG
    permissions = existing.st_mode & 0o7777
  }

  /// Gives the file that will take the name the permissions of the one that has it.
  package func lendPermissions(to descriptor: Int32) {
    if exists { fchmod(descriptor, permissions) }
  }
}

/// The path with symbolic links followed, or as it is when there is no such file.
package func resolvingLinks(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}
