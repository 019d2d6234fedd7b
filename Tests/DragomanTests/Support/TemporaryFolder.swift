import FoundationEssentials

/// A folder of its own for a test, removed with everything in it when the test lets go of it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/dragoman-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes lines to a file in the folder and returns its path.
  func write(_ lines: [String], to name: String) throws -> String {
    let file = file(name)
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: file))
    return file
  }

  /// Writes bytes to a file in the folder and returns its path. The file is a new one, since file systems
  /// take their time to write what replaces another.
  func write(_ bytes: Data, to name: String) throws -> String {
    let file = file(name)
    try? FileManager.default.removeItem(atPath: file)
    try bytes.write(to: URL(filePath: file))
    return file
  }
}
