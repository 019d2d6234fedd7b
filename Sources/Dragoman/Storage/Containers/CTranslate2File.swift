/// CTranslate2's `model.bin`, versions 2 to 6 of the format: variables one after the other, and from version 3
/// on other names for some of them.
///
/// The integers of a variable are divided by `NAME_scale`: one number, or one a row.
package struct CTranslate2File: MappedTensors {
  /// The versions that are read.
  static let versions: ClosedRange<UInt32> = 2...6

  /// Whether bytes begin as a file of these versions does. Marian's begin with a longer number.
  static func isFormat(of bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= MemoryLayout<UInt64>.size else { return false }
    let start = bytes.loadUnaligned(as: UInt64.self).littleEndian
    return start != MarianFile.version && versions.contains(UInt32(truncatingIfNeeded: start))
  }

  package let path: String
  /// What the variables are of: `TransformerSpec`, for one.
  package private(set) var specification = ""
  /// The version of what the variables mean.
  package private(set) var revision = 0
  let file: MappedFile
  private(set) var tensors: [String: StoredTensor] = [:]
  private(set) var places: [String: Range<Int>] = [:]

  private static let scaleSuffix = "_scale"

  /// Opens a file.
  ///
  /// - Throws: ``InputError`` when it is missing, damaged or of another version.
  package init(path: String) throws {
    try self.init(MappedFile(weights: path), path: path)
  }

  init(_ file: MappedFile, path: String) throws {
    self.file = file
    self.path = path
    var cursor = ByteCursor(file.bytes, place: path)
    let version = try cursor.integer(UInt32.self)
    guard Self.versions.contains(version) else {
      throw InputError(
        path,
        "is of version \(version) of CTranslate2's format, expected \(Self.versions.lowerBound) "
          + "to \(Self.versions.upperBound).", remedy: "Convert the model again.")
    }
    specification = try Self.string(&cursor)
    revision = Int(try cursor.integer(UInt32.self))
    // A variable has at least the length of its name, its rank, its type and its size.
    for _ in 0..<(try cursor.count(UInt32.self, ofBytes: 8)) {
      try addVariable(&cursor, version: version)
    }
    if version >= 3 {
      for _ in 0..<(try cursor.count(UInt32.self, ofBytes: 4)) {
        let (alias, name) = (try Self.string(&cursor), try Self.string(&cursor))
        try addAlias(alias, of: name)
        // Before version 6 nothing says so, and later ones say it again.
        if places[name + Self.scaleSuffix] != nil {
          try addAlias(alias + Self.scaleSuffix, of: name + Self.scaleSuffix)
        }
      }
    }
    guard cursor.remaining == 0 else {
      throw damaged("it has \(cursor.remaining) bytes behind its end")
    }
    try tensors.values.checkTotal(of: file.bytes.count, path: path)
    for (name, tensor) in tensors { tensors[name] = try quantized(tensor, name) }
  }

  private static func string(_ cursor: inout ByteCursor) throws -> String {
    // The length counts the NUL behind the string.
    String(try cursor.text(cursor.integer(UInt16.self)).prefix { $0 != "\0" })
  }

  private mutating func addVariable(_ cursor: inout ByteCursor, version: UInt32) throws {
    let name = try Self.string(&cursor)
    let rank = try cursor.integer(UInt8.self)
    let shape = try (0..<rank).map { _ in Int(try cursor.integer(UInt32.self)) }
    let code = try cursor.integer(UInt8.self)
    let number = Int(try cursor.integer(UInt32.self))
    let types: [UInt8: ElementType] =
      version >= 4
      ? [0: .float32, 1: .int8, 2: .int16, 3: .int32, 4: .float16, 5: .bfloat16]
      // Only the bytes of an element are there, which once was enough.
      : [4: .float32, 2: .int16, 1: .int8]
    guard let type = types[code] else {
      throw damaged("\(name) has elements of the unknown type \(code)")
    }
    let size = version >= 4 ? number : number * type.size
    let start = cursor.position
    _ = try cursor.take(size)
    guard StoredTensor.size(of: shape, type) == size,
      let tensor = StoredTensor(shape: shape, type: type, bytes: size)
    else { throw damaged("\(name) has \(size) bytes, which do not fit its shape \(shape)") }
    guard places.updateValue(start..<cursor.position, forKey: name) == nil else {
      throw damaged("it has two variables called \(name)")
    }
    tensors[name] = tensor
  }

  private mutating func addAlias(_ alias: String, of name: String) throws {
    guard let tensor = tensors[name], let place = places[name] else {
      throw damaged("\(alias) is said to be \(name), which is missing")
    }
    guard places[alias] == nil || places[alias] == place else {
      throw damaged("it has two variables called \(alias)")
    }
    tensors[alias] = tensor
    places[alias] = place
  }

  /// A tensor with the name of what its integers are divided by, if it has such.
  private func quantized(_ tensor: StoredTensor, _ name: String) throws -> StoredTensor {
    guard tensor.type == .int8 || tensor.type == .int16,
      let scale = tensors[name + Self.scaleSuffix]
    else { return tensor }
    let rows = tensor.matrix.rows
    guard scale.type == .float32, scale.shape.count <= 1, [1, rows].contains(scale.count) else {
      throw damaged("\(name)\(Self.scaleSuffix) does not hold one number, nor \(rows)")
    }
    return StoredTensor(
      shape: tensor.shape, type: tensor.type, bytes: .max,
      multiplier: .tensor(name + Self.scaleSuffix)) ?? tensor
  }

  private func damaged(_ reason: String) -> InputError {
    InputError(path, "damaged as a file of CTranslate2: \(reason).", remedy: ByteCursor.remedy)
  }
}
