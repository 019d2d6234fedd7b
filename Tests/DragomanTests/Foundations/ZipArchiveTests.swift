import CZlib
import FoundationEssentials
import Testing

import Dragoman

/// Archives that Python wrote are read in `ContainerGoldenTests`; here are those that nobody should write.
@Suite struct ZipArchiveTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// An entry of an archive made by hand, whose fields may lie.
  private struct Entry {
    var name = "a"
    var bytes: [UInt8] = [1, 2, 3]
    var method: UInt16 = 0
    var flags: UInt16 = 0
    var size: UInt32 = 3
    var compressedSize: UInt32?
    var offset: UInt32?
    var extra: [UInt8] = []
    var checksum: UInt32 = 0x55BC_801D
  }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private func archive(_ entries: [Entry], count: UInt16? = nil, prefix: [UInt8] = []) -> [UInt8] {
    var (bytes, directory) = (prefix, [UInt8]())
    for entry in entries {
      let size = entry.compressedSize ?? UInt32(entry.bytes.count)
      let fields =
        little(entry.flags) + little(entry.method) + little(UInt32(0)) + little(entry.checksum)
        + little(size) + little(entry.size) + little(UInt16(entry.name.utf8.count))
      directory += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + little(UInt16(20)) + fields
      directory += little(UInt16(entry.extra.count)) + Array(repeating: 0, count: 10)
      directory +=
        little(entry.offset ?? UInt32(bytes.count)) + Array(entry.name.utf8) + entry.extra
      bytes += little(UInt32(0x0403_4B50)) + little(UInt16(20)) + fields + little(UInt16(0))
      bytes += Array(entry.name.utf8) + entry.bytes
    }
    let start = UInt32(bytes.count)
    let number = little(count ?? UInt16(entries.count))
    bytes += directory + little(UInt32(0x0605_4B50)) + Array(repeating: 0, count: 4) + number
    return bytes + number + little(UInt32(directory.count)) + little(start) + [0, 0]
  }

  private func open(_ bytes: [UInt8]) throws -> ZipArchive {
    let path = try folder.write(Data(bytes), to: "archive")
    return try ZipArchive(MappedFile(path: path), path: path)
  }

  private func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: bytes.count + 100)
    var count = UInt(output.count)
    compress2(&output, &count, bytes, UInt(bytes.count), 9)
    // Without the header and the checksum of zlib's format.
    return Array(output[2..<Int(count) - 4])
  }

  @Test func entriesAreGivenBack() throws {
    let long = [UInt8](repeating: 7, count: 5_000)
    let checksum = UInt32(crc32(0, long, 5_000))
    let zipped = try open(
      archive([
        Entry(),
        Entry(name: "b", bytes: deflated(long), method: 8, size: 5_000, checksum: checksum),
        Entry(name: "c", bytes: [], size: 0, checksum: 0),
      ]))
    #expect(zipped.entries.keys.sorted() == ["a", "b", "c"])
    #expect(try zipped.bytes(of: "a").withBytes { Array($0) } == [1, 2, 3])
    #expect(try zipped.bytes(of: "b").withBytes { Array($0) } == long)
    #expect(try zipped.bytes(of: "c").count == 0)
    #expect(throws: InputError.self) { try zipped.bytes(of: "d") }
  }

  private func rewritten(_ bytes: [UInt8], _ replacements: [String: [UInt8]]) throws -> [UInt8] {
    var result: [UInt8] = []
    try open(bytes).write(replacing: replacements) { result += $0 }
    return result
  }

  @Test func otherEntriesAreCopiedAsTheyLie() throws {
    let long = [UInt8](repeating: 7, count: 5_000)
    let entries = [
      Entry(),
      Entry(
        name: "b", bytes: deflated(long), method: 8, size: 5_000,
        checksum: UInt32(crc32(0, long, 5_000))),
      Entry(name: "c", bytes: [], size: 0, checksum: 0),
    ]
    let original = archive(entries, prefix: [9, 9])
    #expect(try rewritten(original, [:]) == original)
    let new = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    let zipped = try open(rewritten(original, ["b": new, "c": [5]]))
    #expect(try zipped.bytes(of: "a").withBytes { Array($0) } == [1, 2, 3])
    #expect(try zipped.bytes(of: "b").withBytes { Array($0) } == new)
    #expect(try zipped.bytes(of: "c").withBytes { Array($0) } == [5])
    #expect(try rewritten(rewritten(original, ["a": [4, 5]]), ["a": [1, 2, 3]]) == original)
  }

  @Test func anArchiveOfAnotherOrderIsNotWritten() throws {
    // The directory says that the second entry is where the first is.
    var twice = Entry(name: "b", bytes: [], size: 0, checksum: 0)
    twice.offset = 0
    #expect(throws: InputError.self) { try rewritten(archive([Entry(), twice]), ["b": [1]]) }
  }

  @Test func sizesOf64BitsAreRead() throws {
    let most = UInt32.max
    let extra = little(UInt16(1)) + little(UInt16(24)) + little(UInt64(3)) + little(UInt64(3))
    let entry = Entry(
      size: most, compressedSize: most, offset: most, extra: extra + little(UInt64(0)))
    #expect(try open(archive([entry])).bytes(of: "a").withBytes { Array($0) } == [1, 2, 3])
    // A field that is too short, and sizes that are lies.
    for extra in [
      little(UInt16(1)) + little(UInt16(8)) + little(UInt64(3)),
      little(UInt16(1)) + little(UInt16(24))
        + Array([UInt64.max, .max, .max].map { little($0) }.joined()),
      little(UInt16(1)) + little(UInt16(24))
        + Array([UInt64(Int.max), UInt64(Int.max), 0].map { little($0) }.joined()),
    ] {
      let entry = Entry(size: most, compressedSize: most, offset: most, extra: extra)
      #expect(throws: InputError.self) { try open(archive([entry])) }
    }
  }

  @Test func entriesThatLieAreRefused() throws {
    for entry in [
      Entry(size: 4), Entry(compressedSize: 400), Entry(offset: 1), Entry(offset: .max - 1),
      Entry(method: 12), Entry(flags: 1), Entry(size: .max, compressedSize: .max),
      Entry(extra: [1]), Entry(extra: [1, 0, 9, 0]),
    ] {
      // A field of less than four bytes is padding.
      if entry.extra.count == 1 { continue }
      #expect(throws: InputError.self, "\(entry)") { try open(archive([entry])) }
    }
    #expect(throws: InputError.self) { try open(archive([Entry(), Entry()])) }
    #expect(throws: InputError.self) { try open(archive([Entry(), Entry(name: "b", offset: 0)])) }
    #expect(throws: InputError.self) { try open(archive([Entry()], count: 2)) }
    #expect(throws: InputError.self) { try open(archive([Entry()], count: 0xFFFF)) }
    #expect(throws: InputError.self) { try open(archive([Entry()]) + [0]) }
  }

  @Test func entriesThatDoNotDecompressAreRefused() throws {
    let long = [UInt8](repeating: 7, count: 5_000)
    let checksum = UInt32(crc32(0, long, 5_000))
    for (size, checksum, cut) in [
      (4_999, checksum, 0), (5_001, checksum, 0), (5_000, checksum &+ 1, 0), (5_000, checksum, 3),
      (0, 0, 0), (5_000, checksum, 100),
    ] as [(UInt32, UInt32, Int)] {
      let bytes = Array(deflated(long).dropLast(cut))
      let zipped = try open(
        archive([Entry(bytes: bytes, method: 8, size: size, checksum: checksum)]))
      #expect(throws: InputError.self) { try zipped.bytes(of: "a") }
    }
  }

  @Test func bombsAreRefusedBeforeTheyAreDecompressed() throws {
    let zeros = [UInt8](repeating: 0, count: 30 << 20)
    let entry = Entry(bytes: deflated(zeros), method: 8, size: UInt32(zeros.count))
    let error = #expect(throws: InputError.self) { try open(archive([entry])) }
    #expect(error?.problem.contains("decompress to more than 20 times") == true)
    // A size that is a lie, and several entries with the same bytes.
    #expect(throws: InputError.self) {
      try open(archive([Entry(bytes: [3, 0], method: 8, size: .max - 1)]))
    }
    let small = [UInt8](repeating: 0, count: 1 << 20)
    let bytes = deflated(small)
    let entries = (0..<40).map {
      Entry(name: "\($0)", bytes: bytes, method: 8, size: UInt32(small.count), offset: 0)
    }
    #expect(throws: InputError.self) { try open(archive(entries)) }
  }

  /// With so many entries that their number takes 64 bits, too.
  @Test(arguments: [1, 70_000]) func whatIsWrittenIsRead(count: Int) throws {
    let path = folder.file("written.zip")
    let file = try AtomicFile(path: path)
    var writer = ZipWriter(path: path, append: file.append)
    for number in 0..<count {
      try writer.add("entry \(number)") { append in
        for part in ["a number: ", "\(number)"] { try Array(part.utf8).withUnsafeBytes(append) }
      }
    }
    try writer.end()
    try file.commit()
    let archive = try ZipArchive(MappedFile(path: path), path: path)
    #expect(archive.entries.count == count)
    for number in [0, count - 1] {
      let bytes = try archive.bytes(of: "entry \(number)").withBytes(Array.init)
      #expect(bytes == Array("a number: \(number)".utf8))
    }
  }
}
