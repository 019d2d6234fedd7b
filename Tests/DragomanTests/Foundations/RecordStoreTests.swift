import Foundation
import Testing

import Dragoman

/// Records lie in memory or in a file, and are the same from both.
@Suite struct RecordStoreTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("new/records")
  }

  /// Records of 0 to 300 bytes.
  private func records(_ count: Int) -> [[UInt8]] {
    var stream = RandomStream(seed: UInt64(count))
    return (0..<count).map { _ in
      (0..<Int.random(in: 0...300, using: &stream)).map { _ in
        UInt8(truncatingIfNeeded: stream.next())
      }
    }
  }

  @discardableResult private func write(
    _ records: [[UInt8]], memory: Int = 0, tables: [[UInt32]] = [[7, .max], []]
  ) throws -> RecordStore {
    var writer = RecordWriter(path: path, memory: memory)
    for record in records { try writer.append(record) }
    return try writer.finish(tables: tables) { "\($0.count) records" }
  }

  private func all(_ store: RecordStore) throws -> [[UInt8]] {
    try (0..<store.count).map { Array(try store.record($0)) }
  }

  @Test(arguments: [0, 1, 31, 32, 33, 1000]) func recordsAreFoundByNumber(count: Int) throws {
    let records = records(count)
    let written = try [write(records), write(records, memory: .max)]
    let opened = try RecordFile.open(path)
    #expect(written.map(\.path) == [count == 0 ? nil : path, nil])
    #expect(opened?.path == written[0].path)
    for store in written + [opened].compactMap(\.self) {
      #expect(try all(store) == records)
      #expect(store.tables == [[7, .max], []])
      #expect(store.description == "\(count) records")
      var found: [[UInt8]] = []
      let part = count / 3..<count - count / 4
      try store.forEach(part) { number, record in
        #expect(number == part.lowerBound + found.count)
        found.append(Array(record))
      }
      #expect(found == Array(records[part]))
    }
  }

  @Test func memoryThatIsFullGoesOnInAFile() throws {
    let records = records(1000)
    #expect(try write(records, memory: 1 << 20).path == nil)
    #expect(try RecordFile.open(path) == nil)
    let store = try write(records, memory: 50_000)
    #expect(store.path == path)
    #expect(try all(store) == records)
    #expect(store.memory < 1000)
  }

  @Test func numbersTakeTheBytesThatTheyNeed() {
    let numbers = [0, 1, 127, 128, 16_383, 16_384, Int(Int32.max), Int.max]
    var bytes: [UInt8] = []
    for number in numbers { bytes.append(varint: number) }
    #expect(bytes.count == 1 + 1 + 1 + 2 + 2 + 3 + 5 + 9)
    var cursor = RecordCursor(bytes[...])
    for number in numbers { #expect(cursor.varint() == number) }
    #expect(cursor.isAtEnd)
    #expect(cursor.varint() == nil)
    var unending = RecordCursor(Array<UInt8>(repeating: 0x80, count: 20)[...])
    #expect(unending.varint() == nil)
    var tooLarge = RecordCursor(Array<UInt8>(repeating: 0xFF, count: 9)[...] + [1])
    #expect(tooLarge.varint() == nil)
    var short = RecordCursor([1, 2][...])
    #expect(short.take(3) == nil && short.take(-1) == nil)
    #expect(short.take(2) == [1, 2])
  }

  /// What someone else wrote at any place is found out, by the file's time and then by its checksum.
  @Test func damageIsFound() throws {
    try write(records(100))
    let whole = try Data(contentsOf: URL(filePath: path))
    func expectDamage(_ bytes: Data) throws {
      try bytes.write(to: URL(filePath: path))
      try touch()
      #expect(
        throws: InputError(path, "is damaged.", remedy: "Delete it; it will be made again.")
      ) {
        try RecordFile.open(path)
      }
    }
    for place in stride(from: 0, to: whole.count, by: 97) {
      var bytes = whole
      bytes[place] ^= 0x40
      try expectDamage(bytes)
    }
    for size in [0, 1, 18, 19, 27, 100, whole.count - 9, whole.count - 1] {
      try expectDamage(whole.prefix(size))
    }
    try expectDamage(whole + [0])
    try expectDamage(Data("something else, of some length".utf8))
  }

  /// A copy has another time; it is read as a whole, once.
  @Test func aCopyIsGood() throws {
    let records = records(100)
    try write(records)
    try touch()
    #expect(try all(#require(try RecordFile.open(path))) == records)
    #expect(try all(#require(try RecordFile.open(path))) == records)
  }

  /// Where a mapped file would end the program.
  @Test func aFileThatIsCutOffWhileItIsReadIsNamed() throws {
    let store = try write(records(1000))
    let file = try FileHandle(forUpdating: URL(filePath: path))
    try file.truncate(atOffset: 100)
    #expect(
      throws: InputError(path, "is damaged.", remedy: "Delete it; it will be made again.")
    ) {
      try store.record(999)
    }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    let file = try folder.write(["text"], to: "file")
    var writer = RecordWriter(path: "\(file)/sub/records", memory: 0)
    let error = #expect(throws: InputError.self) {
      for _ in 0..<32 { try writer.append([1]) }
    }
    #expect(error?.place == "\(file)/sub")
  }

  @Test func aWriterThatIsNotFinishedLeavesNothing() throws {
    do {
      var writer = RecordWriter(path: path, memory: 0)
      for record in records(100) { try writer.append(record) }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("new"))
    #expect(names == [])
  }

  /// Gives the file the time of 2001.
  private func touch() throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: path)
  }
}
