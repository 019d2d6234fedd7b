/// Marian's binary format, `.bin`: a table of items, their names, their shapes, then their bytes.
///
/// Numbers are float32 or float16, or integers of `intgemm8` and `intgemm16` with what they were
/// multiplied by behind them. Matrices of the latter keep the shape [inputs, outputs], but lie transposed,
/// except for tables of embeddings. Forms that fit one kind of processor alone are refused.
package struct MarianFile: MappedTensors {
  /// The one version that is not encrypted.
  static let version: UInt64 = 1

  package let path: String
  let file: MappedFile
  private(set) var tensors: [String: StoredTensor] = [:]
  private(set) var places: [String: Range<Int>] = [:]

  private struct Header {
    var nameLength: UInt64
    var type: UInt64
    var rank: UInt64
    var size: UInt64
  }

  /// Opens a file.
  ///
  /// - Throws: ``InputError`` when it is missing, damaged or in a form for one processor.
  package init(path: String) throws {
    try self.init(MappedFile(weights: path), path: path)
  }

  init(_ file: MappedFile, path: String) throws {
    self.file = file
    self.path = path
    var cursor = ByteCursor(file.bytes, place: path)
    let version = try cursor.integer(UInt64.self)
    guard version == Self.version else {
      throw InputError(
        path, "is of version \(version) of Marian's format, expected \(Self.version).",
        remedy: version == 2 ? "Version 2 is encrypted; get the model in the open." : nil)
    }
    let count = try cursor.count(UInt64.self, ofBytes: 32)
    var headers: [Header] = []
    for _ in 0..<count {
      headers.append(
        Header(
          nameLength: try cursor.integer(UInt64.self), type: try cursor.integer(UInt64.self),
          rank: try cursor.integer(UInt64.self), size: try cursor.integer(UInt64.self)))
    }
    let names = try headers.map { header in
      // The name ends in NUL.
      String(try cursor.text(header.nameLength).prefix { $0 != "\0" })
    }
    let shapes = try headers.map { header in
      let count = Int(clamping: header.rank)
      guard count <= 8 else { throw damaged("a tensor has \(count) dimensions") }
      return try (0..<count).map { _ in Int(try cursor.integer(Int32.self)) }
    }
    _ = try cursor.take(cursor.integer(UInt64.self))
    for (index, header) in headers.enumerated() {
      let start = cursor.position
      _ = try cursor.take(header.size)
      try add(names[index], shapes[index], header.type, start..<cursor.position)
    }
  }

  private mutating func add(
    _ name: String, _ shape: [Int], _ code: UInt64, _ place: Range<Int>
  ) throws {
    let type = try elementType(code, of: name)
    let isQuantized = type == .int8 && code != 0x101 || type == .int16 && code != 0x102
    let size = StoredTensor.size(of: shape, type) ?? Int.max
    guard size <= place.count - (isQuantized ? 4 : 0) else {
      throw damaged("\(name) has \(place.count) bytes, which do not fit its shape \(shape)")
    }
    var multiplier = StoredTensor.Multiplier.none
    if isQuantized {
      let number = file.bytes.loadUnaligned(
        fromByteOffset: place.lowerBound + size, as: Float.self)
      guard number.isFinite, number > 0 else {
        throw damaged("\(name) has the quantisation multiplier \(number)")
      }
      multiplier = .whole(number)
    }
    let isTransposed = isQuantized && shape.count == 2 && !name.contains("Wemb")
    let tensor =
      isTransposed
      ? StoredTensor(
        shape: shape, strides: [1, shape[0]], type: type, bytes: size, multiplier: multiplier)
      : StoredTensor(shape: shape, type: type, bytes: size, multiplier: multiplier)
    guard let tensor else { throw damaged("\(name) has the shape \(shape)") }
    guard tensors.updateValue(tensor, forKey: name) == nil else {
      throw damaged("it has two tensors called \(name)")
    }
    places[name] = place
  }

  /// What a number for a type means (`common/types.h`): the class of type, then the bytes of an element.
  /// The integers of intgemm have a class of their own in Marian, and another in the Bergamot project's.
  private func elementType(_ code: UInt64, of name: String) throws -> ElementType {
    switch code {
    case 0x101, 0x4101, 0x10001: return .int8
    case 0x102, 0x4102, 0x10002: return .int16
    case 0x104: return .int32
    case 0x108: return .int64
    case 0x201: return .uint8
    case 0x402: return .float16
    case 0x404: return .float32
    case 0x408: return .float64
    default:
      let number = String(code, radix: 16)
      let isForOneProcessor = code & 0x14800 != 0
      throw InputError(
        path,
        isForOneProcessor
          ? "\(name) has the type 0x\(number), packed for one kind of processor."
          : "\(name) has the type 0x\(number), which Dragoman does not support.",
        remedy: "Convert the model with 'marian-conv --gemm-type float32' or 'intgemm8'.")
    }
  }

  private func damaged(_ reason: String) -> InputError {
    InputError(path, "damaged as a file of Marian: \(reason).", remedy: ByteCursor.remedy)
  }
}
