/// PyTorch's `pytorch_model.bin` since version 1.6: a zip archive with a pickle of what there is, and an entry of
/// numbers for each storage.
package struct TorchArchive: TensorSource {
  /// How the name of the pickle's entry ends.
  static let program = "/data.pkl"

  package let path: String
  private let archive: ZipArchive
  private let contents: TorchTensors
  /// The folder of all entries.
  private let root: Substring

  /// Opens a file.
  ///
  /// - Throws: ``InputError`` when it is missing or damaged, or its pickle wants more than weights need.
  package init(path: String) throws {
    try self.init(ZipArchive(MappedFile(weights: path), path: path))
  }

  init(_ archive: ZipArchive) throws {
    self.archive = archive
    path = archive.path
    let programs = archive.entries.keys.filter { $0.before(Self.program) != nil }
    guard let program = programs.first, let root = program.before(Self.program),
      programs.count == 1
    else {
      throw InputError(
        path, "has \(programs.count) entries \(Self.program), expected one.",
        remedy: ByteCursor.remedy)
    }
    self.root = root
    if archive.entries["\(root)/byteorder"] != nil {
      let order = try archive.bytes(of: "\(root)/byteorder")
      guard order.withBytes({ $0.elementsEqual("little".utf8) }) else {
        throw InputError(
          path, "was written by a big-endian machine.", remedy: "Save it again on another.")
      }
    }
    let (path, bytes) = (path, try archive.bytes(of: program))
    contents = try bytes.withBytes { bytes in
      var cursor = ByteCursor(bytes, place: path)
      let (machine, value) = try PickleMachine.run(&cursor)
      return try TorchTensors(machine, value, place: path)
    }
    for name in names { _ = try place(of: name) }
    let size = archive.entries.values.reduce(0) { $0 + $1.size }
    try contents.tensors.values.checkTotal(of: size, path: path)
  }

  /// The entry of a tensor's numbers, whose size fits what the pickle says.
  private func place(of name: String) throws -> String {
    guard let (storage, _) = contents.homes[name] else {
      throw InputError(path, "has no tensor \(name).")
    }
    let entry = "\(root)/data/\(storage.key)"
    guard let size = archive.entries[entry]?.size, size == storage.count * storage.type.size else {
      throw InputError(
        path,
        "the numbers of \(name), entry \(entry), are \(archive.entries[entry] == nil ? "missing" : "not as many as it says").",
        remedy: ByteCursor.remedy)
    }
    return entry
  }

  package var names: [String] { contents.tensors.keys.sorted() }

  package subscript(name: String) -> StoredTensor? { contents.tensors[name] }

  package func bytes(of name: String) throws -> FileBytes {
    try contents.part(of: name, archive.bytes(of: place(of: name)), place: path)
  }
}
