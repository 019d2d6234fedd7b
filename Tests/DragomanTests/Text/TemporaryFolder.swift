import Glibc

import Dragoman

/// A folder that goes, with the files in it, when the test that made it ends.
final class TemporaryFolder {
  private let folder: String

  init() throws {
    var template = Array("/tmp/dragoman-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw InputError("/tmp", lastSystemError()) }
    folder = String(cString: made)
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  deinit {
    guard let directory = opendir(folder) else { return }
    while let entry = readdir(directory) {
      withUnsafeBytes(of: &entry.pointee.d_name) { name in
        _ = unlink(path(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)))
      }
    }
    closedir(directory)
    rmdir(folder)
  }
}
