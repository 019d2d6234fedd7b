import Glibc

/// Keeps a folder for one process, until the lock is gone or the process ends in whatever way.
package final class FolderLock {
  private let descriptor: Int32

  /// - Throws: ``InputError`` when another process holds the folder, or it is missing.
  package init(_ path: String) throws {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw InputError(path, "the folder cannot be opened: \(lastSystemError()).")
    }
    guard lockForThisProcess(descriptor) else {
      throw InputError(
        path, "another run is using the folder.",
        remedy: "Wait for its end, or choose another folder.")
    }
  }

  deinit { close(descriptor) }
}

/// Takes an open file or folder for this process, until it is closed; `false` if another has it.
package func lockForThisProcess(_ descriptor: Int32) -> Bool {
  // Where the system knows no locks, nothing can be seen.
  flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EAGAIN
}
