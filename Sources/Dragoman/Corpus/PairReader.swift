import Glibc

/// Reads a parallel corpus a block at a time.
///
/// Where one file has more lines, the other's are taken to be blank.
final class PairReader {
  private let sourceReader: LineReader
  private let targetReader: LineReader

  /// How many pairs were read.
  private(set) var count = 0

  /// - Throws: ``InputError`` when a file is missing.
  init(_ files: CorpusFiles) throws {
    sourceReader = try LineReader(path: files.source, invalidUTF8: files.invalidUTF8)
    targetReader = try LineReader(path: files.target, invalidUTF8: files.invalidUTF8)
  }

  /// The next pairs, at most so many; none after the last.
  func next(_ most: Int) throws -> [(source: String, target: String)] {
    var pairs: [(source: String, target: String)] = []
    pairs.reserveCapacity(most)
    while pairs.count < most {
      let (source, target) = (try sourceReader.next(), try targetReader.next())
      if source == nil, target == nil { break }
      pairs.append((source ?? "", target ?? ""))
    }
    count += pairs.count
    return pairs
  }

  /// The bytes of both files that were read, compressed if they are.
  var bytesRead: Int { sourceReader.bytesRead + targetReader.bytesRead }

  /// How many lines each file has, so far.
  var lines: (source: Int, target: Int) { (sourceReader.lineNumber, targetReader.lineNumber) }

  /// How many U+FFFD stand in place of bytes that were not UTF-8.
  var replacements: Int { sourceReader.replacements + targetReader.replacements }
}

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
