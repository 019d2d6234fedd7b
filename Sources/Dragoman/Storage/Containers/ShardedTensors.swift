import FoundationEssentials

/// Tensors in several files of one folder, whose index names the file of each: Hugging Face's
/// `model.safetensors.index.json` and `pytorch_model.bin.index.json`.
package struct ShardedTensors: TensorSource {
  package let path: String
  private var files: [String: any TensorSource] = [:]
  /// The name of the file that has each tensor.
  private var homes: [String: String] = [:]

  /// More files than this are not opened; of models, the largest have about 200.
  private static let mostFiles = 1_000

  /// Reads an index and opens all files that it names.
  ///
  /// - Throws: ``InputError`` when the index or a file is missing or damaged, a tensor is not in its file,
  ///   or a file lies outside the folder.
  package init(index path: String) throws {
    self.path = path
    let file = try MappedFile(weights: path)
    let text = FileBytes(file, 0..<file.bytes.count)
    homes = try text.withBytes { bytes in
      let document = try JSONDocument(
        bytes.bindMemory(to: UInt8.self), place: path)
      let map = JSONField(document)["weight_map"]
      guard map.kind == .object else { throw map.unexpected("an object") }
      var homes: [String: String] = [:]
      try map.forEachMember { name, value in
        homes[document.string(name) ?? ""] = try JSONField(
          document, value, path: "weight_map's value"
        ).string()
      }
      return homes
    }
    let folder = path.utf8.lastIndex(of: 0x2F).map { String(path[...$0]) } ?? ""
    for (name, home) in homes {
      let shard = try files[home] ?? open(home, in: folder)
      files[home] = shard
      guard shard[name] != nil else {
        throw InputError(
          shard.path, "has no tensor \(name), which \(path) says it has.",
          remedy: "Use the files of one model together.")
      }
    }
  }

  private func open(_ home: String, in folder: String) throws -> any TensorSource {
    guard !home.isEmpty, home.behind(".") == nil,
      !home.utf8.contains(where: { $0 == 0x2F || $0 == 0 }),
      home.before(".index.json") == nil
    else {
      throw InputError(
        path, "weight_map names \"\(home)\", expected the name of a file in the same folder.",
        remedy: "Do not use this model unless you know where it is from.")
    }
    guard files.count < Self.mostFiles else {
      throw InputError(path, "names more than \(Self.mostFiles) files.")
    }
    return try openTensors(folder + home)
  }

  package var names: [String] { homes.keys.sorted() }

  package subscript(name: String) -> StoredTensor? { homes[name].flatMap { files[$0]?[name] } }

  package func bytes(of name: String) throws -> FileBytes {
    guard let home = homes[name], let file = files[home] else {
      throw InputError(path, "has no tensor \(name).")
    }
    return try file.bytes(of: name)
  }
}
