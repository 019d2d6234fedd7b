/// PyTorch's `pytorch_model.bin` before version 1.6, which later ones can write too: pickles in a row (a magic number, a
/// version, the machine, what there is, the keys of storages), then the numbers of each storage.
package struct TorchLegacyFile: TensorSource {
  /// `LONG1`, its length, and the number 0x1950A86A20F9469CFC6C.
  private static let magic: [UInt8] = [
    0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
  ]
  private static let version = 1001

  package let path: String
  private let file: MappedFile
  private let contents: TorchTensors
  /// Where the numbers of each storage lie in the file.
  private var storages: [String: Range<Int>] = [:]

  /// Whether a file begins as one in this layout.
  static func isFormat(of bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.first == 0x80 && bytes.dropFirst(2).starts(with: magic)
  }

  /// Opens a file.
  ///
  /// - Throws: ``InputError`` when it is missing or damaged, or a pickle wants more than weights need.
  package init(path: String) throws {
    try self.init(MappedFile(weights: path), path: path)
  }

  init(_ file: MappedFile, path: String) throws {
    self.file = file
    self.path = path
    let damaged = InputError(
      path, "damaged as a file of PyTorch's legacy layout.", remedy: ByteCursor.remedy)
    guard Self.isFormat(of: file.bytes) else { throw damaged }
    var cursor = ByteCursor(file.bytes, place: path)
    _ = try PickleMachine.run(&cursor)
    guard case (_, .integer(Self.version)) = try PickleMachine.run(&cursor) else { throw damaged }
    let (description, system) = try PickleMachine.run(&cursor)
    guard case .dictionary(let number) = system else { throw damaged }
    for case (.text("little_endian"), .bool(false)) in description.dictionaries[number] {
      throw InputError(
        path, "was written by a big-endian machine.", remedy: "Save it again on another.")
    }
    let (machine, value) = try PickleMachine.run(&cursor)
    contents = try TorchTensors(machine, value, place: path)
    let (keys, list) = try PickleMachine.run(&cursor)
    guard case .sequence(let order) = list else { throw damaged }
    let homes = Dictionary(
      contents.homes.values.map { ($0.storage.key, $0.storage) },
      uniquingKeysWith: { one, _ in one })
    for key in keys.sequences[order] {
      // What no tensor is a view of cannot be passed over, for its type is not known.
      guard case .text(let key) = key, let storage = homes[key], storages[key] == nil,
        try cursor.integer(Int64.self) == storage.count
      else { throw damaged }
      let start = cursor.position
      _ = try cursor.take(storage.count * storage.type.size)
      storages[key] = start..<cursor.position
    }
    for name in names { _ = try bytes(of: name) }
    try contents.tensors.values.checkTotal(of: file.bytes.count, path: path)
  }

  package var names: [String] { contents.tensors.keys.sorted() }

  package subscript(name: String) -> StoredTensor? { contents.tensors[name] }

  package func bytes(of name: String) throws -> FileBytes {
    guard let (storage, _) = contents.homes[name], let place = storages[storage.key] else {
      throw InputError(path, "has no numbers for \(name).", remedy: ByteCursor.remedy)
    }
    return try contents.part(of: name, FileBytes(file, place), place: path)
  }
}
