import Dragoman
import FoundationEssentials
import Glibc
import Testing

@Suite struct LineReaderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ bytes: [UInt8]) throws -> String {
    let path = folder.file("text")
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  private func lines(_ bytes: [UInt8]) throws -> [String] { try readLines(write(bytes)) }

  private func error(_ bytes: [UInt8]) throws -> String {
    let path = try write(bytes)
    let error = #expect(throws: InputError.self) { try readLines(path) }
    return error?.description.replacing(path, with: "text") ?? ""
  }

  @Test(arguments: [
    ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\nb", ["a", "", "b"]),
    ("a\r\nb\rc\r\n\r\n", ["a", "b\rc", ""]), ("\u{FEFF}a\n\u{FEFF}b\n", ["a", "\u{FEFF}b"]),
    ("a\u{85}b\u{2028}c\u{0}d\n", ["a\u{85}b\u{2028}c\u{0}d"]), ("\u{FEFF}", [""]),
  ])
  func aLineEndsAtALineFeedAlone(text: String, expected: [String]) throws {
    #expect(try lines(Array(text.utf8)) == expected)
    #expect(try lines(gzip(Array(text.utf8))) == expected)
  }

  @Test func linesMayBeLongerThanAnyBuffer() throws {
    var generator = RandomStream(seed: 7)
    let expected = (0..<40).map { _ in
      String(repeating: "xyz", count: Int.random(in: 0...60_000, using: &generator))
    }
    let text = Array((expected.joined(separator: "\n") + "\n").utf8)
    #expect(try lines(text) == expected)
    #expect(try lines(gzip(text)) == expected)
  }

  @Test func membersOfAGzipFileAreReadAsOne() throws {
    let members = gzip(Array("a\nb".utf8)) + gzip([]) + gzip(Array("c\nd\n".utf8))
    #expect(try lines(members) == ["a", "bc", "d"])
  }

  @Test func damagedGzipIsAnError() throws {
    let whole = gzip(Array(String(repeating: "one line\n", count: 99).utf8))
    for count in 2..<whole.count {
      #expect(
        try error(Array(whole.prefix(count))) == """
          text: damaged as a gzip file: it ends too early.
            Copy or compress the file again.
          """)
    }
    #expect(try error(whole + [1, 2]).hasPrefix("text: damaged as a gzip file: "))
    for place in whole.indices.dropFirst(10) where place % 3 == 0 {
      var bytes = whole
      bytes[place] ^= 0x55
      // What the checksum does not cover cannot be told; nothing may crash.
      _ = try? lines(bytes)
    }
  }

  @Test func blocksHaveAllLines() throws {
    let expected = (0..<1000).map { "line \($0)" }
    let path = try write(Array(expected.joined(separator: "\n").utf8))
    for size in [1, 100, 5000, 1 << 20] {
      let reader = try LineReader(path: path)
      var found: [String] = []
      while case let block = try reader.next(bytes: size), !block.isEmpty {
        found += block
        #expect(reader.lineNumber == found.count)
      }
      #expect(found == expected)
    }
  }

  @Test(arguments: [
    (
      [0x61, 0x0A, 0x62, 0xFC, 0x63], "text:2: not UTF-8 at byte 2 of the line (found 0xFC).",
      "LATIN1"
    ),
    ([0xFF, 0xFE, 0x61, 0x00], "text:1: not UTF-8 at byte 1 of the line (found 0xFF).", "UTF-16"),
    ([0xED, 0xA0, 0x80], "text:1: not UTF-8 at byte 1 of the line (found 0xED).", "LATIN1"),
    ([0x61, 0xE2, 0x82], "text:1: not UTF-8 at byte 2 of the line (found 0xE2).", "LATIN1"),
  ])
  func invalidUTF8IsNamed(bytes: [UInt8], problem: String, encoding: String) throws {
    #expect(
      try error(bytes) == """
        \(problem)
          Convert the file first, for example with: iconv -f \(encoding) -t UTF-8 text
        """)
  }

  /// The numbers of U+FFFD are those of the Unicode Standard, chapter 3, table 3-8 and following.
  @Test(
    arguments: [
      ([0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64], 6),
      ([0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41], 8),
      ([0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41], 8),
      ([0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42], 7),
      ([0xEF, 0xBF, 0xBD, 0xFF, 0xEF, 0xBF], 2), ([0xEF, 0xBF, 0xBD], 0),
    ] as [([UInt8], Int)])
  func invalidUTF8IsReplacedOnRequest(bytes: [UInt8], count: Int) throws {
    let reader = try LineReader(path: write(bytes + [0x0A, 0x61]), invalidUTF8: .replace)
    let text = try reader.next()
    #expect(text == String(decoding: bytes, as: UTF8.self))
    #expect(reader.replacements == count)
    #expect(try reader.next() == "a")
    #expect(reader.replacements == count)
  }

  @Test func aLineHasALimit() throws {
    let path = folder.file("long")
    let file = try AtomicFile(path: path)
    let mebibyte = [UInt8](repeating: 0x61, count: 1 << 20)
    for _ in 0..<65 { try mebibyte.withUnsafeBytes(file.append) }
    try file.commit()
    let error = #expect(throws: InputError.self) { try readLines(path) }
    #expect(
      error?.description == """
        \(path):1: the line is longer than 64 MiB.
          Give text with one sentence or paragraph a line.
        """)
  }

  @Test func aNamedPipeIsRead() throws {
    let path = folder.file("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let bytes = gzip(Array("a\nb\n".utf8))
    // Open for reading, too, so that neither side waits for the other.
    let descriptor = open(path, O_RDWR)
    bytes.withUnsafeBytes { _ = writeFully($0, to: descriptor) }
    let reader = try LineReader(path: path)
    close(descriptor)
    #expect(try reader.rest() == ["a", "b"])
  }

  @Test func foldersAndMissingFilesAreErrors() throws {
    let missing = #expect(throws: InputError.self) { try readLines("missing") }
    #expect(
      missing?.description
        == "missing: cannot be read: No such file or directory.\n  Check the path.")
    let path = folder.path
    let directory = #expect(throws: InputError.self) { try readLines(path) }
    #expect(directory?.problem == "cannot be read: Is a directory.")
  }
}
