/// Words and phrases that must be translated in a given way.
public struct Glossary: Sendable, Equatable {
  /// A term and its translation.
  public struct Entry: Sendable, Equatable {
    /// What to look for in the source, as whole words.
    public let source: String
    /// What the translation must have.
    public let target: String
  }

  /// All entries, in the order of the file.
  public let entries: [Entry]

  /// No terms at all.
  public init() { entries = [] }

  /// Reads a file with a term, a tab and its translation on each line. Blank lines are skipped.
  ///
  /// - Throws: ``InputError`` naming the file and the line.
  public init(path: String) throws {
    var entries: [Entry] = []
    for (index, line) in try readLines(path).enumerated() where !line.allSatisfy(\.isWhitespace) {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ !$0.allSatisfy(\.isWhitespace) }) else {
        throw InputError(
          "\(path):\(index + 1)", "\(parts.count) columns, expected a term and its translation.",
          remedy: "Put a tab between the two, and nothing else on the line.")
      }
      entries.append(Entry(source: String(parts[0]), target: String(parts[1])))
    }
    self.entries = entries
  }

  /// The entries whose terms are in a text, the longest first; words that belong to one term do not
  /// count for a shorter one.
  func entries(in text: String) -> [Entry] {
    var taken: [Range<String.Index>] = []
    return entries.sorted { $0.source.count > $1.source.count }.filter { entry in
      let places = text.wholeWordRanges(of: entry.source).filter { place in
        !taken.contains { $0.overlaps(place) }
      }
      taken += places
      return !places.isEmpty
    }
  }
}

extension String {
  /// Where a phrase stands in the text, not as a part of longer words.
  func wholeWordRanges(of phrase: String) -> [Range<String.Index>] {
    ranges(of: phrase).filter { range in
      let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
      let after = range.upperBound == endIndex ? nil : self[range.upperBound]
      return ![before, after].contains { $0.map { $0.isLetter || $0.isNumber } ?? false }
    }
  }
}
