/// The header of NumPy's `.npy` format (NEP 1): the magic bytes, a version, and a dictionary in the syntax of
/// Python, of which only what NumPy writes is understood.
struct NumpyHeader {
  let shape: [Int]
  let type: ElementType
  /// Whether the first index runs fastest.
  let isColumnMajor: Bool
  /// Bytes before the elements.
  let length: Int

  /// Reads the header of an array.
  ///
  /// - Parameters:
  ///   - name: The array's name, for errors.
  ///   - place: The file's path, for errors.
  /// - Throws: ``InputError`` when it is no header, or one of something else than numbers.
  init(_ bytes: UnsafeRawBufferPointer, name: String, place: String) throws {
    let damaged = InputError(
      place, "\(name) does not begin as an array of NumPy.", remedy: ByteCursor.remedy)
    var cursor = ByteCursor(bytes, place: place)
    guard try cursor.take(6).elementsEqual([0x93] + Array("NUMPY".utf8)) else { throw damaged }
    let version = try cursor.integer(UInt8.self)
    guard (1...3).contains(version) else { throw damaged }
    _ = try cursor.take(1)
    let count =
      version == 1 ? Int(try cursor.integer(UInt16.self)) : Int(try cursor.integer(UInt32.self))
    guard count <= 65_535 else { throw damaged }
    var text = Substring(try cursor.text(count))
    length = cursor.position

    func skipSpaces() { text = text.drop { $0 == " " || $0 == "\n" } }
    func take(_ expected: String) throws {
      skipSpaces()
      guard text.hasPrefix(expected) else { throw damaged }
      text = text.dropFirst(expected.count)
    }
    /// What stands before one of these characters, which stays.
    func word(until end: String) -> String {
      skipSpaces()
      let word = text.prefix { !end.contains($0) }
      text = text.dropFirst(word.count)
      return String(word)
    }
    var (description, order, dimensions): (String?, Bool?, [Int]?)
    try take("{")
    for _ in 0..<3 {
      try take("'")
      let key = word(until: "'")
      try take("'")
      try take(":")
      switch key {
      case "descr":
        try take("'")
        description = word(until: "'")
        try take("'")
      case "fortran_order":
        let value = word(until: ",}")
        guard value == "True" || value == "False" else { throw damaged }
        order = value == "True"
      case "shape":
        try take("(")
        dimensions = try word(until: ")").split(separator: ",").map { dimension in
          guard let size = Int(dimension.drop { $0 == " " }), size >= 0 else { throw damaged }
          return size
        }
        try take(")")
      default: throw damaged
      }
      skipSpaces()
      if text.first == "," { try take(",") }
    }
    try take("}")
    guard let description, let order, let dimensions else { throw damaged }
    guard let type = Self.types[description.filter { $0 != "<" && $0 != "|" }] else {
      throw InputError(
        place,
        "\(name) has elements of the type '\(description)', expected little-endian numbers "
          + "such as '<f4'.", remedy: "Save the model in float32 or float16.")
    }
    (shape, self.type, isColumnMajor) = (dimensions, type, order)
  }

  static let types: [String: ElementType] = [
    "b1": .bool, "i1": .int8, "u1": .uint8, "i2": .int16, "i4": .int32, "i8": .int64,
    "f2": .float16, "f4": .float32, "f8": .float64,
  ]
}
