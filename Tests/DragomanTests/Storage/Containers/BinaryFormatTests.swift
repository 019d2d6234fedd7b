import FoundationEssentials
import Testing

import Dragoman

/// Marian's and CTranslate2's binary files whose fields lie, and NumPy's headers that are none.
@Suite struct BinaryFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private func error(_ bytes: [UInt8]) throws -> InputError? {
    let path = try folder.write(Data(bytes), to: "model.bin")
    do {
      try useAll(openTensors(path))
      return nil
    } catch {
      return error as? InputError
    }
  }

  /// A file of Marian with one tensor, whose fields may lie.
  private func marian(
    count: UInt64 = 1, nameLength: UInt64 = 2, type: UInt64 = 0x404, rank: UInt64 = 1,
    size: UInt64 = 8, shape: [Int32] = [2], skip: UInt64 = 0, data: Int = 8
  ) throws -> InputError? {
    let header = little(nameLength) + little(type) + little(rank) + little(size)
    return try error(
      little(UInt64(1)) + little(count) + header + [0x61, 0] + shape.flatMap { little($0) }
        + little(skip) + Array(repeating: 1, count: data))
  }

  @Test func fieldsOfMarianThatLie() throws {
    #expect(try marian() == nil)
    #expect(try marian(rank: 0, size: 4, shape: [], data: 4) == nil)
    let most = UInt64.max
    for error in [
      try marian(count: 2), try marian(count: most), try marian(count: most / 32),
      try marian(nameLength: most), try marian(nameLength: 1 << 40), try marian(rank: most),
      try marian(rank: 1 << 32), try marian(size: most), try marian(size: 9),
      try marian(size: 7), try marian(shape: [3]), try marian(shape: [-1]),
      try marian(rank: 2, shape: [.max, .max]), try marian(rank: 9, shape: [1]),
      try marian(skip: most), try marian(skip: 1),
      // Quantised: no room for the multiplier, and one that is no number.
      try marian(type: 0x4101, size: 5, data: 5), try marian(type: 0x4102, size: 7, data: 7),
      try marian(type: 0x101, size: 1, data: 1),
    ] { #expect(error != nil) }
    for type in [0x4101, 0x4102, 0x10001, 0x10002] as [UInt64] {
      #expect(try marian(type: type) == nil)
    }
    #expect(
      try marian(type: 0x5101)?.problem
        == "a has the type 0x5101, packed for one kind of processor.")
    #expect(
      try marian(type: 0x801)?.problem == "a has the type 0x801, packed for one kind of processor.")
  }

  /// A file of CTranslate2 with one variable, whose fields may lie.
  private func ctranslate2(
    version: UInt32 = 6, nameLength: UInt16 = 2, variables: UInt32 = 1, rank: UInt8 = 1,
    shape: [UInt32] = [2], type: UInt8 = 0, size: UInt32 = 8, aliases: UInt32 = 0,
    rest: [UInt8] = []
  ) throws -> InputError? {
    let variable =
      little(nameLength) + [0x61, 0] + [rank] + shape.flatMap { little($0) } + [type]
      + little(size) + Array(repeating: 0, count: 8)
    return try error(
      little(version) + little(UInt16(2)) + [0x53, 0] + little(UInt32(1)) + little(variables)
        + variable + little(aliases) + rest)
  }

  @Test func fieldsOfCTranslate2ThatLie() throws {
    #expect(try ctranslate2() == nil)
    let most = UInt32.max
    let alias = little(UInt16(2)) + [0x62, 0] + little(UInt16(2))
    #expect(try ctranslate2(aliases: 1, rest: alias + [0x61, 0]) == nil)
    #expect(try ctranslate2(aliases: 2, rest: alias + [0x61, 0] + alias + [0x61, 0]) == nil)
    for error in [
      try ctranslate2(version: 7), try ctranslate2(version: 1), try ctranslate2(version: 3),
      try ctranslate2(nameLength: .max), try ctranslate2(variables: 2),
      try ctranslate2(variables: most), try ctranslate2(rank: 255), try ctranslate2(shape: [most]),
      try ctranslate2(rank: 2, shape: [most, most]), try ctranslate2(type: 6),
      try ctranslate2(type: 4), try ctranslate2(size: most), try ctranslate2(size: 7),
      try ctranslate2(aliases: 1), try ctranslate2(aliases: most), try ctranslate2(rest: [0]),
      // An alias of what is not there.
      try ctranslate2(aliases: 1, rest: alias + [0x63, 0]),
    ] { #expect(error != nil) }
  }

  /// An archive with one array, whose header is given.
  @Test(arguments: [
    "", "{", "{}", "{'descr': '<f4'}", "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
    "{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }",
    "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
    "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }",
    "{'descr': '<f4', 'fortran_order': maybe, 'shape': (2,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (x,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
    "{'descr': '<f4', 'fortran_order': True, 'shape': (9223372036854775807, 9223372036854775807), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': __import__('os').system('true'), }",
    "{'descr': '<f4', 'descr': '<f4', 'descr': '<f4', }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2",
  ]) func headersOfNumPyThatAreNone(header: String) throws {
    let good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
    #expect(try error(archive(header: good)) == nil)
    #expect(try error(archive(header: header)) != nil)
    #expect(try error(archive(header: good, length: .max)) != nil)
  }

  private func archive(header: String, length: UInt16? = nil) -> [UInt8] {
    let array =
      [0x93] + Array("NUMPY".utf8) + [1, 0] + little(length ?? UInt16(header.utf8.count))
      + Array(header.utf8) + Array(repeating: 0, count: 8)
    let fields =
      Array(repeating: 0, count: 12) + little(UInt32(array.count)) + little(UInt32(array.count))
      + little(UInt16(5)) + little(UInt16(0))
    let name = Array("a.npy".utf8)
    let entry = [0x50, 0x4B, 3, 4, 20, 0] + fields + name + array
    let record = [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + fields + Array(repeating: 0, count: 14) + name
    return entry + record + [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0]
      + little(UInt32(record.count)) + little(UInt32(entry.count)) + [0, 0]
  }
}
