import FoundationEssentials

import Dragoman

/// An archive of members that are not compressed.
func zipped(_ members: [(name: String, text: String)]) -> [UInt8] {
  func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
  var (bytes, directory) = ([UInt8](), [UInt8]())
  for (name, text) in members {
    var checksum = Checksum()
    Array(text.utf8).withUnsafeBytes { checksum.add($0) }
    let size = little(UInt32(text.utf8.count))
    let fields =
      Array(repeating: UInt8(0), count: 8) + little(checksum.value) + size + size
      + little(UInt16(name.utf8.count)) + [0, 0]
    directory += little(UInt32(0x0201_4B50)) + [20, 0, 20, 0] + fields
    directory += Array(repeating: 0, count: 10) + little(UInt32(bytes.count)) + Array(name.utf8)
    bytes += little(UInt32(0x0403_4B50)) + [20, 0] + fields + Array(name.utf8) + Array(text.utf8)
  }
  let count = little(UInt16(members.count))
  let start = little(UInt32(bytes.count))
  return bytes + directory + little(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + count + count
    + little(UInt32(directory.count)) + start + [0, 0]
}

/// The text of a member of an archive.
func member(_ name: String, of bytes: [UInt8]) throws -> String {
  let url = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString)")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  let archive = try ZipArchive(MappedFile(path: url.path), path: url.path)
  return try archive.bytes(of: name).withBytes { String(decoding: $0, as: UTF8.self) }
}
