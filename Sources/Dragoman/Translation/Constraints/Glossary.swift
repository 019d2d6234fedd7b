/// Words and phrases that must be translated in a given way.
public struct Glossary: Sendable, Equatable {
  /// A term and its translation.
  public struct Entry: Sendable, Equatable {
    /// What to look for in the source, as whole words.
    public let source: String
    /// What the translation must have.
    public let target: String
    /// The line of the file that it is from, counted from 1; 0 if it is from none.
    public let line: Int
  }

  /// All entries, in the order of the file.
  public private(set) var entries: [Entry] = []
  /// What to look for, in the order of `entries`.
  private var phrases: [Phrase] = []
  /// The numbers of the entries that may begin with a character.
  private var numbers: [Character: [Int]] = [:]

  /// No terms at all.
  public init() {}

  /// Reads a file with a term, a tab and its translation on each line. Blank lines are skipped.
  ///
  /// - Throws: ``InputError`` naming the file and the line; also for a term with two translations.
  public init(path: String) throws {
    var lines: [Phrase: Int] = [:]
    for (index, line) in try readLines(path).enumerated() where !line.allSatisfy(\.isWhitespace) {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      let sides = parts.compactMap { Phrase(String($0)) }
      guard parts.count == 2, sides.count == 2 else {
        throw InputError(
          "\(path):\(index + 1)", "\(parts.count) columns, expected a term and its translation.",
          remedy: "Put a tab between the two, and nothing else on the line.")
      }
      if let known = lines[sides[0]] {
        guard entries[known].target != sides[1].text else { continue }
        throw InputError(
          "\(path):\(index + 1)",
          "'\(sides[0].text)' has the translation '\(entries[known].target)' in line "
            + "\(entries[known].line).", remedy: "Keep one of the two.")
      }
      lines[sides[0]] = entries.count
      add(sides[0], target: sides[1].text, line: index + 1)
    }
  }

  /// Adds words and phrases that stay as they are, such as names and placeholders.
  package mutating func keep(_ words: some Sequence<String>) {
    for phrase in words.compactMap(Phrase.init) { add(phrase, target: phrase.text, line: 0) }
  }

  private mutating func add(_ phrase: Phrase, target: String, line: Int) {
    for character in phrase.firstCharacters {
      numbers[character, default: []].append(entries.count)
    }
    entries.append(Entry(source: phrase.text, target: target, line: line))
    phrases.append(phrase)
  }

  /// The entries whose terms are in a text, each as often as it is. Where terms overlap, the longest
  /// counts.
  package func entries(in text: String) -> [Entry] {
    guard !entries.isEmpty else { return [] }
    var found: [(number: Int, range: Range<String.Index>)] = []
    for place in text.indices {
      for number in numbers[text[place]] ?? [] {
        if let range = phrases[number].match(at: place, in: text) { found.append((number, range)) }
      }
    }
    found.sort {
      let (one, other) = (phrases[$0.number].count, phrases[$1.number].count)
      return (other, $0.range.lowerBound, $0.number) < (one, $1.range.lowerBound, $1.number)
    }
    var taken: [Range<String.Index>] = []
    return found.filter { match in
      guard !taken.contains(where: { $0.overlaps(match.range) }) else { return false }
      taken.append(match.range)
      return true
    }.map { entries[$0.number] }
  }

  /// The first entry whose translation has a word or phrase that no translation may have, and that word.
  public func conflict(withForbidden words: [String]) -> (entry: Entry, word: String)? {
    let forbidden = words.compactMap(Phrase.init)
    for entry in entries {
      if let word = forbidden.first(where: { !$0.ranges(in: entry.target).isEmpty }) {
        return (entry, word.text)
      }
    }
    return nil
  }
}
