import Glibc

extension MappedFile {
  /// How a file begins that git-LFS leaves where it did not fetch the real one.
  private static let pointer = "version https://git-lfs.github.com/spec/"

  /// Maps a file of weights.
  ///
  /// - Throws: ``InputError`` when the file is missing, cannot be read, or stands for another that was
  ///   not fetched.
  convenience init(weights path: String) throws {
    try self.init(path: path)
    guard !bytes.starts(with: Self.pointer.utf8) else {
      throw InputError(
        path, "a pointer of git-LFS; the weights themselves were not fetched.",
        remedy: "Run 'git lfs pull' in the folder, or download the file again.")
    }
  }
}

/// Opens a file of tensors, or the index of one in several parts, in whichever format it is.
///
/// The format is told by how the file begins: names such as `model.bin` mean different things.
///
/// - Throws: ``InputError`` when the file is missing, damaged or in no format that is known.
package func openTensors(_ path: String) throws -> any TensorSource {
  if path.before(".index.json") != nil { return try ShardedTensors(index: path) }
  let file = try MappedFile(weights: path)
  var cursor = ByteCursor(file.bytes, place: path)
  let start = (try? cursor.integer(UInt64.self)) ?? 0
  if file.bytes.starts(with: ZipArchive.magic) {
    let archive = try ZipArchive(file, path: path)
    return archive.entries.keys.contains { $0.before(TorchArchive.program) != nil }
      ? try TorchArchive(archive) : try NumpyArchive(archive)
  }
  if TorchLegacyFile.isFormat(of: file.bytes) { return try TorchLegacyFile(file, path: path) }
  if start == MarianFile.version { return try MarianFile(file, path: path) }
  if start <= file.bytes.count, (try? cursor.integer(UInt8.self)) == UInt8(ascii: "{") {
    return try Safetensors(file, path: path)
  }
  if CTranslate2File.isFormat(of: file.bytes) {
    return try CTranslate2File(file, path: path)
  }
  throw InputError(
    path,
    "not a file of weights that Dragoman knows: neither safetensors, nor PyTorch's, nor Marian's, "
      + "nor CTranslate2's.", remedy: ByteCursor.remedy)
}
