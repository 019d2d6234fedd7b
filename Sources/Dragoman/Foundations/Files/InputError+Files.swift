extension InputError {
  /// A file that the last call of the system could not read.
  package static func unreadable(_ path: String) -> InputError {
    InputError(path, "cannot be read: \(lastSystemError()).", remedy: "Check the path.")
  }

  /// A file that the last call of the system could not write.
  package static func unwritable(
    _ path: String,
    remedy: String = "Choose another path, or make room and check the permissions of its folder."
  ) -> InputError {
    InputError(path, "cannot be written: \(lastSystemError()).", remedy: remedy)
  }
}
