import Glibc

/// Reads a parallel corpus a block at a time.
///
/// Where one file has more lines, the other's are taken to be blank.
final class PairReader {
  private let sourceReader: LineReader
  private let targetReader: LineReader

  /// - Throws: ``InputError`` when a file is missing, or is none that can be read more than once.
  init(_ files: CorpusFiles) throws {
    for path in [files.source, files.target] {
      var status = stat()
      guard stat(path, &status) != 0 || [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
        throw InputError(
          path, "cannot be read twice, as a corpus is.", remedy: "Write it to a file first.")
      }
    }
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
    return pairs
  }

  /// How many lines each file has, so far.
  var lines: (source: Int, target: Int) { (sourceReader.lineNumber, targetReader.lineNumber) }

  /// How many U+FFFD stand in place of bytes that were not UTF-8.
  var replacements: Int { sourceReader.replacements + targetReader.replacements }
}
