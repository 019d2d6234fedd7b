/// Reads a parallel corpus a block at a time.
///
/// Where one file has more lines, the other's are taken to be blank.
final class PairReader {
  private let sourceReader: LineReader
  private let targetReader: LineReader

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
    return pairs
  }

  /// The bytes of both files that were read, compressed if they are.
  var bytesRead: Int { sourceReader.bytesRead + targetReader.bytesRead }

  /// How many lines each file has, so far.
  var lines: (source: Int, target: Int) { (sourceReader.lineNumber, targetReader.lineNumber) }

  /// How many U+FFFD stand in place of bytes that were not UTF-8.
  var replacements: Int { sourceReader.replacements + targetReader.replacements }
}
