/// Sentences and their translations: line `n` of one is a translation of line `n` of the other.
public struct ParallelCorpus: Sendable, Equatable {
  /// The sentences to translate.
  public private(set) var source: [String]
  /// Their translations; as many as ``source``.
  public private(set) var target: [String]
  /// The line of the files, counted from 1, that each pair is from.
  package private(set) var lines: [Int]
  /// The lines of the files that are not in the corpus because a side of them is blank.
  package private(set) var blankLines: [Int]
  /// The file of the sentences.
  package let sourcePath: String
  /// How many U+FFFD stand in place of bytes of the files that were not UTF-8.
  public private(set) var replacements: Int

  /// Reads two plain text files that are line by line translations of each other.
  ///
  /// A pair of which a side is blank has nothing to teach and is left out.
  ///
  /// - Parameters:
  ///   - sourcePath: The file of the sentences, in UTF-8, gzip or not.
  ///   - targetPath: The file of their translations, in UTF-8, gzip or not.
  ///   - invalidUTF8: What to do about bytes that are not UTF-8.
  /// - Throws: ``InputError`` when a file is missing, not to be read, not UTF-8 or without a sentence,
  ///   or when the files have different numbers of lines; then it names the line near which lengths
  ///   stop fitting together.
  public init(
    sourcePath: String, targetPath: String, invalidUTF8: LineReader.InvalidUTF8 = .fail
  ) throws {
    let sourceReader = try LineReader(path: sourcePath, invalidUTF8: invalidUTF8)
    let targetReader = try LineReader(path: targetPath, invalidUTF8: invalidUTF8)
    let sourceLines = try sourceReader.rest()
    let targetLines = try targetReader.rest()
    for (path, lines) in [(sourcePath, sourceLines), (targetPath, targetLines)] {
      guard lines.contains(where: { !$0.isBlank }) else {
        throw InputError(
          path, lines.isEmpty ? "is empty." : "has only blank lines.",
          remedy: "A corpus needs at least one sentence and its translation.")
      }
    }
    guard sourceLines.count == targetLines.count else {
      let line = lineOfMisalignment(sourceLines, targetLines)
      throw InputError(
        targetPath,
        "\(targetLines.count) lines, but \(sourcePath) has \(sourceLines.count). "
          + "The lengths stop fitting together near line \(line).",
        remedy: "Make the files line by line translations of each other.")
    }
    var (lines, blankLines): ([Int], [Int]) = ([], [])
    for (index, (source, target)) in zip(sourceLines, targetLines).enumerated() {
      if source.isBlank || target.isBlank {
        blankLines.append(index + 1)
      } else {
        lines.append(index + 1)
      }
    }
    guard !lines.isEmpty else {
      throw InputError(
        targetPath, "has a blank line wherever \(sourcePath) has a sentence.",
        remedy: "Make the files line by line translations of each other.")
    }
    // Copies would be taken from the system, and not all of their memory goes back.
    source = blankLines.isEmpty ? sourceLines : lines.map { sourceLines[$0 - 1] }
    target = blankLines.isEmpty ? targetLines : lines.map { targetLines[$0 - 1] }
    replacements = sourceReader.replacements + targetReader.replacements
    self.lines = lines
    self.blankLines = blankLines
    self.sourcePath = sourcePath
  }

  /// How many pairs there are.
  public var count: Int { source.count }

  /// Bytes of memory that the lines take.
  package var memory: Int {
    let perPair = MemoryLayout<Int>.stride
    return [source, target].joined().reduce(count * perPair) { $0 + $1.memory }
  }
}

extension String {
  /// Bytes of memory that a string in an array takes: 16 in the array, and from 16 bytes of text on a block of the
  /// heap with a header of 32 bytes.
  fileprivate var memory: Int {
    let count = utf8.count
    return 16 + (count < 16 ? 0 : (32 + count + 1 + 8 + 15) & ~15)
  }

  /// Whether there is nothing to read in a line.
  fileprivate var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
