import FoundationEssentials

extension Communicator {
  /// The vocabulary that the leader learns or reads, for all.
  ///
  /// - Throws: ``InputError`` when there is no room for the files of it.
  func tokenizers(of leader: @autoclosure () throws -> TokenizerPair) throws -> TokenizerPair {
    guard count > 1 else { return try leader() }
    let folder = ModelFolder(
      FileManager.default.temporaryDirectory.path + "/dragoman-vocabulary-\(UUID().uuidString)")
    try folder.create()
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    guard leads else {
      for (name, data) in try decision(of: [String: [UInt8]]()) {
        try AtomicFile.write(String(decoding: data, as: UTF8.self), to: "\(folder.path)/\(name)")
      }
      return try folder.loadTokenizers()
    }
    let tokenizers = try leader()
    try folder.save(tokenizers)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    _ = try decision(
      of: Dictionary(
        uniqueKeysWithValues: names.map { name in
          let path = "\(folder.path)/\(name)"
          return (name, Array(try Data(contentsOf: URL(filePath: path))))
        }))
    return tokenizers
  }
}
