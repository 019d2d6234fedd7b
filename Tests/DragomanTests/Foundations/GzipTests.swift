import Dragoman
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

  @Test func aMissingFolderIsAnError() throws {
    let plain = try folder.write(["a"], to: "plain")
    #expect(throws: InputError.self) {
      try Gzip.compress(contentsOf: plain, to: folder.file("none/plain.gz"))
    }
  }
}
