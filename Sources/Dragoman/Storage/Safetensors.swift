import FoundationEssentials
import Glibc

/// A file of named float32 tensors in the safetensors format: eight bytes with the length of a JSON
/// header, the header with every tensor's type, shape and place, then the numbers.
///
/// The file is mapped into memory and checked before anything is believed: a tensor that is handed out
/// lies wholly inside the file.
package struct Safetensors {
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

  /// What a tensor's elements are, as files call it; four bytes each.
  package enum ElementType: String {
    case float32 = "F32"
    case int32 = "I32"
  }

  /// A tensor to be written: its name, its shape and its elements in row-major order.
  package struct Item {
    fileprivate let name: String
    fileprivate let shape: [Int]
    fileprivate let type: ElementType
    fileprivate let bytes: UnsafeRawBufferPointer

    package init(name: String, shape: [Int], values: UnsafeBufferPointer<Float>) {
      (self.name, self.shape, type, bytes) = (name, shape, .float32, .init(values))
    }

    package init(name: String, shape: [Int], values: UnsafeBufferPointer<Int32>) {
      (self.name, self.shape, type, bytes) = (name, shape, .int32, .init(values))
    }
  }

  private static let metadataKey = "__metadata__"
  private static let checksumKey = "crc32"

  package let path: String
  /// The free-form strings of the header.
  package private(set) var metadata: [String: String] = [:]
  private var entries: [String: Entry] = [:]
  private let file: MappedFile
  private let dataStart: Int

  /// Opens a file.
  ///
  /// - Throws: ``InputError`` when it is missing, truncated or not in the format.
  package init(path: String) throws {
    self.path = path
    file = try MappedFile(path: path)
    let remedy = "Copy or save the file again."
    guard file.bytes.count >= 8 else {
      throw InputError(
        path, "only \(file.bytes.count) bytes, not a safetensors file.", remedy: remedy)
    }
    let headerLength = file.bytes.loadUnaligned(as: UInt64.self).littleEndian
    guard headerLength <= UInt64(file.bytes.count - 8) else {
      throw InputError(path, "truncated, or not a safetensors file.", remedy: remedy)
    }
    dataStart = 8 + Int(headerLength)
    let headerBytes = Data(file.bytes[8..<dataStart])
    let unreadable = InputError(
      path, "its header is not that of a safetensors file.", remedy: remedy)
    guard let header = try? JSONDecoder().decode([String: HeaderValue].self, from: headerBytes)
    else { throw unreadable }
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

  /// The names of all tensors, sorted.
  package var names: [String] { entries.keys.sorted() }

  /// A tensor's shape, or `nil` if there is none of this name.
  package func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// A tensor's bytes, anywhere in memory, which live as long as the file.
  ///
  /// - Parameters:
  ///   - shape: The shape that the tensor must have.
  ///   - type: The type that its elements must have.
  /// - Throws: ``InputError`` when it is missing or of another shape or type.
  package func bytes(
    of name: String, shape: [Int], type: ElementType = .float32
  ) throws -> UnsafeRawBufferPointer {
    let remedy = "Use the files of one model together."
    guard let entry = entries[name] else {
      throw InputError(path, "has no tensor \(name), which config.json asks for.", remedy: remedy)
    }
    guard entry.shape == shape else {
      throw InputError(
        path, "\(name) has the shape \(entry.shape), but config.json asks for \(shape).",
        remedy: remedy)
    }
    guard entry.dtype == type.rawValue else {
      throw InputError(path, "\(name) has the type \(entry.dtype), expected \(type.rawValue).")
    }
    let (begin, end) = (entry.data_offsets[0], entry.data_offsets[1])
    guard end - begin == shape.reduce(MemoryLayout<Float>.stride, *) else {
      throw InputError(
        path, "\(name) has \(end - begin) bytes, which do not fit its shape \(shape).")
    }
    return UnsafeRawBufferPointer(rebasing: file.bytes[dataStart + begin..<dataStart + end])
  }

  /// Copies a tensor.
  ///
  /// - Parameter shape: The shape that the tensor must have.
  /// - Throws: ``InputError`` when it is missing or of another shape or type.
  package func copy(_ name: String, shape: [Int], into target: UnsafeMutablePointer<Float>) throws {
    let bytes = try bytes(of: name, shape: shape)
    UnsafeMutableRawBufferPointer(start: target, count: bytes.count).copyMemory(from: bytes)
  }

  /// A vector of whole numbers, however many there are.
  ///
  /// - Throws: ``InputError`` when it is missing or of another shape or type.
  package func numbers(_ name: String) throws -> [Int32] {
    let bytes = try bytes(of: name, shape: [entries[name]?.shape.first ?? 0], type: .int32)
    let count = bytes.count / MemoryLayout<Int32>.stride
    return withExtendedLifetime(file) {
      Array(unsafeUninitializedCapacity: count) { numbers, filled in
        UnsafeMutableRawBufferPointer(numbers).copyMemory(from: bytes)
        filled = count
      }
    }
  }

  /// Copies some rows of a matrix, or of a vector seen as one row, and drops the pages of the file that
  /// they were read from, which will not be needed again.
  ///
  /// - Throws: ``InputError`` when the tensor is missing or of another shape or type.
  package func copy(
    _ name: String, shape: [Int], rows: Range<Int>, into target: UnsafeMutablePointer<Float>
  ) throws {
    let rowSize = (shape.last ?? 0) * MemoryLayout<Float>.stride
    let bytes = try bytes(of: name, shape: shape)
    let part = UnsafeRawBufferPointer(
      rebasing: bytes[rows.lowerBound * rowSize..<rows.upperBound * rowSize])
    UnsafeMutableRawBufferPointer(start: target, count: part.count).copyMemory(from: part)
    file.drop(part)
  }

  /// Replaces the file at `path`. The same contents give the same bytes. A checksum joins the metadata.
  package static func write(_ items: [Item], metadata: [String: String], to path: String) throws {
    var header: [String: HeaderValue] = [:]
    var checksum = Checksum()
    var offset = 0
    for item in items {
      checksum.add(item.bytes)
      let end = offset + item.bytes.count
      header[item.name] = .tensor(
        Entry(dtype: item.type.rawValue, shape: item.shape, data_offsets: [offset, end]))
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
      for item in items { try append(item.bytes) }
    }
  }
}
