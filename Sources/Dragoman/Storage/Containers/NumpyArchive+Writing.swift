extension NumpyArchive {
  /// Replaces the file at `path` by an archive of arrays, none compressed, as Marian writes them.
  ///
  /// - Throws: ``InputError`` when the file cannot be written, and what a tensor's contents throw.
  static func write(_ tensors: [WrittenTensor], to path: String) throws {
    let file = try AtomicFile(path: path)
    var archive = ZipWriter(path: path, append: file.append)
    for tensor in tensors {
      let header = NumpyHeader.bytes(shape: tensor.shape, type: tensor.type)
      try archive.add(tensor.name + Self.suffix) { append in
        try header.withUnsafeBytes(append)
        try tensor.contents(append)
      }
    }
    try archive.end()
    try file.commit()
  }
}

extension NumpyHeader {
  /// The header of an array in row-major order, in the first version of the format.
  static func bytes(shape: [Int], type: ElementType) -> [UInt8] {
    let description = types.first { $0.value == type }?.key ?? ""
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '<\(description)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // With the ten bytes before it and the line's end it fills multiples of 16 bytes.
    text += String(repeating: " ", count: 15 - (10 + text.utf8.count) % 16) + "\n"
    let count = UInt16(text.utf8.count)
    return [0x93] + Array("NUMPY".utf8)
      + [1, 0, UInt8(truncatingIfNeeded: count), UInt8(count >> 8)] + Array(text.utf8)
  }
}
