import CommandSupport
import Dragoman
import Glibc

/// A file to translate, or standard input.
struct InputFile {
  /// As the user gave it.
  let path: String
  private let text: TextOptions
  private let status: stat

  /// The files, or standard input when there is none.
  ///
  /// - Throws: `InputError` when one is missing or not to be read, before the work begins.
  static func inputs(_ files: [String], _ text: TextOptions) throws -> [InputFile] {
    try (files.isEmpty ? ["-"] : files).map { try InputFile($0, text) }
  }

  private init(_ path: String, _ text: TextOptions) throws {
    self.path = path
    self.text = text
    var status = stat()
    if path == "-" {
      fstat(STDIN_FILENO, &status)
    } else {
      var problem: String?
      if stat(path, &status) != 0 || access(path, R_OK) != 0 {
        problem = lastSystemError()
      } else if status.st_mode & S_IFMT == S_IFDIR {
        problem = "it is a folder"
      }
      if let problem {
        throw InputError(path, "cannot be read: \(problem).", remedy: "Check the path.")
      }
    }
    self.status = status
  }

  /// Whether it can be read more than once.
  var isFile: Bool { status.st_mode & S_IFMT == S_IFREG && path != "-" }

  /// Opens the file.
  func reader() throws -> LineReader { try text.readers([path])[0] }

  /// The bytes of all inputs together; `nil` when one of them is no regular file.
  static func size(of inputs: [InputFile]) -> Int? {
    guard inputs.allSatisfy({ $0.status.st_mode & S_IFMT == S_IFREG }) else { return nil }
    return inputs.reduce(0) { $0 + $1.status.st_size }
  }

  /// Whether the file is there under the given path too.
  func isSame(as path: String) -> Bool {
    var other = stat()
    return status.st_mode & S_IFMT == S_IFREG && stat(path, &other) == 0
      && (other.st_dev, other.st_ino) == (status.st_dev, status.st_ino)
  }
}
