/// A sentence whose words have tags, as it is shown.
public struct TaggedWords: Sendable, Equatable {
  /// The tag of a word that is in no stretch.
  public static let outside = "O"

  /// The words.
  public let words: [String]
  /// [words] Their tags.
  public let tags: [String]

  /// A sentence with a tag for each word.
  public init(words: [String], tags: [String]) {
    self.words = words
    self.tags = tags
  }

  /// The words of a line: what stands between white space, with each punctuation mark by itself.
  public static func words(of line: String) -> [String] {
    var text = AlignedText(Array(line.utf8))
    var ranges: [Range<Int>] = []
    PreTokenizer.bert.split(&text, into: &ranges)
    return ranges.map { String(decoding: text.bytes[$0], as: UTF8.self) }
  }

  /// A word and its tag a line.
  public var columns: [String] { zip(words, tags).map { "\($0)\t\($1)" } }

  /// The words in one line, stretches in brackets with what they are: `[Ada Lovelace](PER) wrote it .`
  public var inline: String {
    var parts: [String] = []
    var stretch: (kind: Substring, words: [String])?
    func end() {
      if let stretch {
        parts.append("[\(stretch.words.joined(separator: " "))](\(stretch.kind))")
      }
      stretch = nil
    }
    for (word, tag) in zip(words, tags) {
      let kind = tag.dropFirst(2)
      guard tag != Self.outside else {
        end()
        parts.append(word)
        continue
      }
      if tag.hasPrefix("B-") || stretch?.kind != kind { end() }
      stretch = (kind, (stretch?.words ?? []) + [word])
    }
    end()
    return parts.joined(separator: " ")
  }
}
