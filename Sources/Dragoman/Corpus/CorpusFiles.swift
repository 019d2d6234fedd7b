import Glibc

/// The two files of a parallel corpus.
public struct CorpusFiles: Sendable {
  /// The file of the sentences, gzip or not.
  public var source: String
  /// The file of their translations.
  public var target: String
  /// What to do about bytes that are not UTF-8.
  public var invalidUTF8: LineReader.InvalidUTF8

  /// Two files, of which line `n` of one is a translation of line `n` of the other.
  public init(
    source: String, target: String, invalidUTF8: LineReader.InvalidUTF8 = .replace
  ) {
    self.source = source
    self.target = target
    self.invalidUTF8 = invalidUTF8
  }

  /// Sees that the files can be read more than once.
  ///
  /// - Throws: ``InputError`` when one is a pipe.
  func checkLasting() throws {
    for path in [source, target] {
      var status = stat()
      guard stat(path, &status) != 0 || [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
        throw InputError(
          path, "cannot be read twice, as a corpus is here.", remedy: "Write it to a file first.")
      }
    }
  }
}
