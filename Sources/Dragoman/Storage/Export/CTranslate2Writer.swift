/// Writes the bytes of CTranslate2's format, version 6 (`ctranslate2/specs/model_spec.py`).
struct CTranslate2Writer {
  private let file: AtomicFile

  init(path: String) throws { file = try AtomicFile(path: path) }

  func begin(variables: Int) throws {
    try number(UInt32(6))
    try string("TransformerSpec")
    // The version of what variables mean.
    try number(UInt32(7))
    try number(UInt32(variables))
  }

  /// A variable that is one number.
  func add(_ name: String, _ value: some FixedWidthInteger, type: UInt8) throws {
    try string(name)
    try number(UInt8(0))
    try number(type)
    try number(UInt32(value.bitWidth / 8))
    try number(value)
  }

  /// A tensor of float32.
  func add(_ tensor: WrittenTensor) throws {
    try string(tensor.name)
    try number(UInt8(tensor.shape.count))
    for size in tensor.shape { try number(UInt32(size)) }
    try number(UInt8(0))
    try number(UInt32(tensor.size))
    try tensor.contents(file.append)
  }

  /// Writes what variables are others, and puts the file in its place.
  func end(aliases: [(name: String, of: String)]) throws {
    try number(UInt32(aliases.count))
    for alias in aliases {
      try string(alias.name)
      try string(alias.of)
    }
    try file.commit()
  }

  private func string(_ text: String) throws {
    try number(UInt16(text.utf8.count + 1))
    try Array(text.utf8 + [0]).withUnsafeBytes { try file.append($0) }
  }

  private func number(_ value: some FixedWidthInteger) throws {
    try withUnsafeBytes(of: value.littleEndian) { try file.append($0) }
  }
}
