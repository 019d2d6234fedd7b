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
}
