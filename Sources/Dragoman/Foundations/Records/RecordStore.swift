import Glibc

/// Byte strings that are found by number, in memory or in a file.
///
/// They lie in blocks of 32, of which alone the place is known: in a file of 50 million records that is 12 MB
/// of memory. A block of a file is read by a call of the system. Mapped into memory it would count as the
/// program's, and the program would die when someone shortened the file.
package final class RecordStore: Sendable {
  /// Records of a block.
  static let recordsOfBlock = 32

  /// Where the blocks are.
  enum Place: Sendable {
    case memory([[UInt8]])
    case file(RecordFile)
  }

  /// How many records there are.
  package let count: Int
  /// What whoever wrote them noted, in the order in which it was given.
  package let tables: [[UInt32]]
  /// What whoever wrote them says of them.
  package let description: String
  private let place: Place

  init(_ place: Place, count: Int, tables: [[UInt32]], description: String) {
    self.place = place
    self.count = count
    self.tables = tables
    self.description = description
  }

  /// The file that has the records; `nil` when they are in memory.
  package var path: String? {
    if case .file(let file) = place { file.path } else { nil }
  }

  /// Bytes of memory that it takes.
  package var memory: Int {
    let places =
      switch place {
      case .memory(let blocks): blocks.reduce(0) { $0 + $1.count + Self.bytesBesideBlock }
      case .file(let file): file.starts.count * MemoryLayout<UInt64>.stride
      }
    return tables.reduce(places) { $0 + $1.count * MemoryLayout<UInt32>.stride }
  }

  /// What an array has beside its bytes: a place in another, a header, and what the allocator rounds up.
  private static let bytesBesideBlock = 64

  /// One record.
  ///
  /// - Throws: ``InputError`` when the file cannot be read, or its block is damaged.
  package func record(_ number: Int) throws -> ArraySlice<UInt8> {
    let (block, place) = number.quotientAndRemainder(dividingBy: Self.recordsOfBlock)
    var cursor = RecordCursor(try bytes(ofBlock: block)[...])
    for _ in 0..<place { _ = try next(of: &cursor) }
    return try next(of: &cursor)
  }

  /// Records one after the other.
  ///
  /// - Throws: ``InputError`` when the file cannot be read, or a block is damaged.
  package func forEach(
    _ numbers: Range<Int>, _ body: (_ number: Int, _ record: ArraySlice<UInt8>) throws -> Void
  ) throws {
    var number = numbers.lowerBound
    while number < numbers.upperBound {
      let (block, place) = number.quotientAndRemainder(dividingBy: Self.recordsOfBlock)
      var cursor = RecordCursor(try bytes(ofBlock: block)[...])
      for _ in 0..<place { _ = try next(of: &cursor) }
      let end = min((block + 1) * Self.recordsOfBlock, numbers.upperBound)
      for number in number..<end { try body(number, next(of: &cursor)) }
      number = end
    }
  }

  private func bytes(ofBlock block: Int) throws -> [UInt8] {
    switch place {
    case .memory(let blocks): blocks[block]
    case .file(let file): try file.bytes(ofBlock: block)
    }
  }

  private func next(of cursor: inout RecordCursor) throws -> ArraySlice<UInt8> {
    guard let size = cursor.varint(), let record = cursor.take(size) else { throw damaged }
    return record
  }

  /// What is wrong when a record is not what was written.
  package var damaged: InputError { RecordFile.damaged(path ?? "memory") }
}
