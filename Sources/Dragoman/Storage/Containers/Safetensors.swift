import FoundationEssentials
import Glibc

/// A file of named tensors in the safetensors format: eight bytes with the length of a JSON header, the
/// header with every tensor's type, shape and place, then the numbers.
///
/// The file is mapped into memory and checked before anything is believed: a tensor that is handed out
/// lies wholly inside the file.
package struct Safetensors: MappedTensors {
  private struct Entry: Codable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  private enum HeaderValue: Codable {
    case tensor(Entry)
    case metadata([String: String])

    init(from decoder: any Swift.Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let entry = try? container.decode(Entry.self) {
        self = .tensor(entry)
      } else {
        self = .metadata(try container.decode([String: String].self))
      }
    }

    func encode(to encoder: any Swift.Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .tensor(let entry): try container.encode(entry)
      case .metadata(let metadata): try container.encode(metadata)
      }
    }
  }

  private static let metadataKey = "__metadata__"
  private static let checksumKey = "crc32"

  package let path: String
  /// The free-form strings of the header.
  package private(set) var metadata: [String: String] = [:]
  private(set) var tensors: [String: StoredTensor] = [:]
  private(set) var places: [String: Range<Int>] = [:]
  let file: MappedFile
  private let dataStart: Int

  /// Bytes of the longest header that is read: that of a hundred thousand tensors.
  private static let longestHeader: UInt64 = 16 << 20

  /// Opens a file.
  ///
  /// - Throws: ``InputError`` when it is missing, truncated or not in the format.
  package init(path: String) throws {
    try self.init(MappedFile(weights: path), path: path)
  }

  init(_ file: MappedFile, path: String) throws {
    self.path = path
    self.file = file
    let remedy = ByteCursor.remedy
    guard file.bytes.count >= 8 else {
      throw InputError(
        path, "only \(file.bytes.count) bytes, not a safetensors file.", remedy: remedy)
    }
    let headerLength = file.bytes.loadUnaligned(as: UInt64.self).littleEndian
    guard headerLength <= UInt64(file.bytes.count - 8) else {
      throw InputError(path, "truncated, or not a safetensors file.", remedy: remedy)
    }
    guard headerLength <= Self.longestHeader else {
      throw InputError(
        path, "its header has \(headerLength) bytes, expected at most \(Self.longestHeader).",
        remedy: remedy)
    }
    dataStart = 8 + Int(headerLength)
    let headerBytes = Data(file.bytes[8..<dataStart])
    let unreadable = InputError(
      path, "its header is not that of a safetensors file.", remedy: remedy)
    guard let header = try? JSONDecoder().decode([String: HeaderValue].self, from: headerBytes)
    else { throw unreadable }
    var entries: [String: Entry] = [:]
    for (name, value) in header {
      switch value {
      case .metadata(let metadata):
        guard name == Self.metadataKey else { throw unreadable }
        self.metadata = metadata
      case .tensor(let entry): entries[name] = entry
      }
    }
    guard Self.fill(entries.values, file.bytes.count - dataStart) else {
      throw InputError(
        path, "truncated or damaged: its tensors do not fill its \(file.bytes.count) bytes.",
        remedy: remedy)
    }
    for (name, entry) in entries { try add(name, entry) }
    for (name, tensor) in tensors where tensor.type == .int8 {
      tensors[name] = try quantized(tensor, name)
    }
  }

  /// What stands behind the name of a matrix of int8 in that of its rows' largest weights.
  package static let maximaSuffix = ".maximum"

  /// A tensor of int8 with the name of its rows' largest weights, if it has such.
  private func quantized(_ tensor: StoredTensor, _ name: String) throws -> StoredTensor {
    guard let maxima = tensors[name + Self.maximaSuffix] else { return tensor }
    guard maxima.type == .float32, maxima.shape == [tensor.matrix.rows] else {
      throw InputError(
        path,
        "\(name)\(Self.maximaSuffix) does not have a number for each of "
          + "\(tensor.matrix.rows) rows.", remedy: ByteCursor.remedy)
    }
    return StoredTensor(
      shape: tensor.shape, type: .int8, bytes: .max, multiplier: .maxima(name + Self.maximaSuffix))
      ?? tensor
  }

  /// Notes a tensor whose bytes lie inside the file.
  private mutating func add(_ name: String, _ entry: Entry) throws {
    guard let type = ElementType(rawValue: entry.dtype) else {
      throw InputError(
        path, "\(name) has the type \(entry.dtype), which Dragoman does not support.",
        remedy: "Save the model in F32, F16 or BF16.")
    }
    let size = entry.data_offsets[1] - entry.data_offsets[0]
    guard StoredTensor.size(of: entry.shape, type) == size,
      let tensor = StoredTensor(shape: entry.shape, type: type, bytes: size)
    else {
      throw InputError(
        path, "\(name) has \(size) bytes, which do not fit its shape \(entry.shape).")
    }
    tensors[name] = tensor
    places[name] = dataStart + entry.data_offsets[0]..<dataStart + entry.data_offsets[1]
  }

  /// Whether tensors lie one after the other from the first byte of the data to the last, as the
  /// format asks for.
  private static func fill(_ entries: some Sequence<Entry>, _ size: Int) -> Bool {
    var end = 0
    for offsets in entries.map(\.data_offsets).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard offsets.count == 2, offsets[0] == end, offsets[1] >= end else { return false }
      end = offsets[1]
    }
    return end == size
  }

  /// Reads all numbers and compares them with the checksum that ``write(_:metadata:to:)`` left.
  ///
  /// - Throws: ``InputError`` when they are not what was written.
  package func verify() throws {
    var checksum = Checksum()
    checksum.add(UnsafeRawBufferPointer(rebasing: file.bytes[dataStart...]))
    guard metadata[Self.checksumKey] == "\(checksum.value)" else {
      throw InputError(
        path, "damaged: its numbers do not have the checksum that its header names.")
    }
  }

  /// A vector of whole numbers, however many there are.
  ///
  /// - Throws: ``InputError`` when it is missing or of another shape or type.
  package func numbers(_ name: String) throws -> [Int32] {
    let tensor = try tensor(name, shape: [tensors[name]?.shape.first ?? 0], type: .int32)
    return try bytes(of: name).withBytes { bytes in
      Array(unsafeUninitializedCapacity: tensor.count) { numbers, filled in
        UnsafeMutableRawBufferPointer(numbers).copyMemory(from: bytes)
        filled = tensor.count
      }
    }
  }

  /// Replaces the file at `path`. The same contents give the same bytes. A checksum joins the metadata; it stands
  /// before what it is of, so all tensors are gone through twice.
  ///
  /// - Throws: ``InputError`` when the file cannot be written, and what a tensor's contents throw. They do so before
  ///   anything is written.
  package static func write(
    _ tensors: [WrittenTensor], metadata: [String: String], to path: String
  ) throws {
    var header: [String: HeaderValue] = [:]
    var checksum = Checksum()
    var offset = 0
    for tensor in tensors {
      try tensor.contents { checksum.add($0) }
      let end = offset + tensor.size
      header[tensor.name] = .tensor(
        Entry(dtype: tensor.type.rawValue, shape: tensor.shape, data_offsets: [offset, end]))
      offset = end
    }
    let checksumEntry = [checksumKey: "\(checksum.value)"]
    header[metadataKey] = .metadata(metadata.merging(checksumEntry) { _, own in own })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var headerBytes = Array(try encoder.encode(header))
    headerBytes += Array(repeating: 0x20, count: (64 - (8 + headerBytes.count) % 64) % 64)
    try AtomicFile.write(to: path) { append in
      try withUnsafeBytes(of: UInt64(headerBytes.count).littleEndian) { try append($0) }
      try headerBytes.withUnsafeBytes { try append($0) }
      for tensor in tensors { try tensor.contents(append) }
    }
  }
}
