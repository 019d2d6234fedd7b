import Dragoman
import FoundationEssentials
import Testing

@Suite struct GzipTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [0, 1, 50_000]) func whatIsCompressedIsReadAgain(count: Int) throws {
    let lines = (0..<count).map { "line \($0 &* 2_654_435_761 % 1_000_003)" }
    let plain = try folder.write(lines, to: "plain")
    try Gzip.compress(contentsOf: plain, to: folder.file("plain.gz"))
    #expect(try readLines(folder.file("plain.gz")) == lines)
  }

  /// Tapes and devices fill their last block with zeros.
  @Test func zerosAfterAMemberAreNone() throws {
    let (one, other) = (gzip(Array("one\n".utf8)), gzip(Array("other\n".utf8)))
    for count in [1, 2, 17, 100_000] {
      let zeros = [UInt8](repeating: 0, count: count)
      let padded = try folder.write(Data(one + zeros), to: "padded")
      #expect(try readLines(padded) == ["one"])
      let between = try folder.write(Data(one + zeros + other + zeros), to: "between")
      #expect(try readLines(between) == ["one", "other"])
    }
    let followed = try folder.write(Data(one + [0, 0, 7]), to: "followed")
    #expect(throws: InputError.self) { try readLines(followed) }
  }

  @Test func gzipInsideGzipIsNamed() throws {
    let twice = try folder.write(Data(gzip(gzip(Array("one\n".utf8)))), to: "twice")
    #expect(
      throws: InputError(
        twice, "is gzip inside gzip: it was compressed twice.",
        remedy: "Decompress it once, with gunzip.")
    ) { try readLines(twice) }
  }

  @Test func aMissingFolderIsAnError() throws {
    let plain = try folder.write(["a"], to: "plain")
    #expect(throws: InputError.self) {
      try Gzip.compress(contentsOf: plain, to: folder.file("none/plain.gz"))
    }
  }
}
