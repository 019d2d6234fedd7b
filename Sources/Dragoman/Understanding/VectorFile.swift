/// Vectors as a file of NumPy's, version 1.0 of its format: `numpy.load` gives a matrix of float32, a row a vector.
public struct VectorFile {
  /// The header, whose length is a multiple of 64 with the ten bytes before it.
  private static let headerSize = 128

  private let columns: Int
  private var values: [UInt8] = []
  private var rows = 0

  /// - Parameter columns: Numbers in each vector.
  public init(columns: Int) { self.columns = columns }

  /// Adds a vector.
  public mutating func append(_ vector: [Float]) {
    precondition(vector.count == columns, "rows are equally long")
    vector.withUnsafeBytes { values.append(contentsOf: $0) }
    rows += 1
  }

  /// Writes the file.
  ///
  /// - Throws: ``InputError`` when it cannot be written.
  public func write(to path: String) throws {
    try AtomicFile.write(to: path) { append in
      try header.withUnsafeBytes(append)
      try values.withUnsafeBytes(append)
    }
  }

  private var header: [UInt8] {
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    let length = UInt16(Self.headerSize - bytes.count - 2)
    bytes += [UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
    bytes += repeatElement(0x20, count: Self.headerSize - 1 - bytes.count)
    return bytes + [0x0A]
  }
}
