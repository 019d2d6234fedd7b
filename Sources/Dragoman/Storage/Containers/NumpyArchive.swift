/// A zip archive of NumPy arrays, `.npz`: what Marian keeps its models in, among others.
///
/// An array that is not compressed is read where it lies. One that is, is decompressed whole.
package struct NumpyArchive: TensorSource {
  package let path: String
  private let archive: ZipArchive
  private var tensors: [String: StoredTensor] = [:]
  /// Bytes of each array's header.
  private var headers: [String: Int] = [:]

  static let suffix = ".npy"

  /// Opens a file.
  ///
  /// - Throws: ``InputError`` when it is missing or damaged.
  package init(path: String) throws {
    try self.init(ZipArchive(MappedFile(weights: path), path: path))
  }

  init(_ archive: ZipArchive) throws {
    self.archive = archive
    path = archive.path
    for entry in archive.entries.keys {
      guard let name = entry.before(Self.suffix).map(String.init) else { continue }
      let bytes = try archive.bytes(of: entry)
      let header = try bytes.withBytes { try NumpyHeader($0, name: name, place: path) }
      let size = bytes.count - header.length
      var strides: [Int] = []
      if header.isColumnMajor {
        for dimension in header.shape { strides.append((strides.last ?? 1) &* max(dimension, 1)) }
        strides = [1] + strides.dropLast()
      }
      let tensor =
        header.isColumnMajor && header.shape.count > 1
        ? StoredTensor(shape: header.shape, strides: strides, type: header.type, bytes: size)
        : StoredTensor(shape: header.shape, type: header.type, bytes: size)
      guard let tensor, StoredTensor.size(of: header.shape, header.type) == size else {
        throw InputError(
          path, "\(name) has \(size) bytes, which do not fit its shape \(header.shape).",
          remedy: ByteCursor.remedy)
      }
      tensors[name] = tensor
      headers[name] = header.length
    }
    guard !tensors.isEmpty else {
      throw InputError(
        path, "a zip archive without arrays, neither NumPy's nor PyTorch's.",
        remedy: "Give the file of a model.")
    }
  }

  package var names: [String] { tensors.keys.sorted() }

  package subscript(name: String) -> StoredTensor? { tensors[name] }

  package func bytes(of name: String) throws -> FileBytes {
    guard let header = headers[name] else { throw InputError(path, "has no tensor \(name).") }
    let bytes = try archive.bytes(of: name + Self.suffix)
    return bytes[header..<bytes.count]
  }
}
