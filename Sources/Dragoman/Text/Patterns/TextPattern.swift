/// What a step looks for in text: a string, or a regular expression.
public struct TextPattern: Sendable, Equatable {
  /// How the pattern is written.
  enum Source: Sendable, Equatable {
    case string(String)
    case regularExpression(String)

    static func == (first: Source, second: Source) -> Bool {
      switch (first, second) {
      case (.string(let one), .string(let other)),
        (.regularExpression(let one), .regularExpression(let other)):
        one.hasBytes(of: other)
      default: false
      }
    }
  }

  private enum Matcher: Sendable {
    case bytes([UInt8])
    /// Runs of characters of a set that are at least so long.
    case runs(CharacterSet, minimum: Int, maximum: Int)
    case expression(RegularExpression)
  }

  let source: Source
  private let matcher: Matcher

  /// Every occurrence of a string, which is not empty.
  public init(string: String) {
    source = .string(string)
    matcher = .bytes(Array(string.utf8))
  }

  /// Every match of a regular expression; `nil` when the text is none.
  ///
  /// Characters and classes of characters, once or repeated as in `[\x{AD}\x{FEFF}]` and `\s+`, are
  /// found about as fast as memory is read; what else there is, ICU runs.
  public init?(regularExpression pattern: String) {
    guard let matcher = Self.matcher(pattern) else { return nil }
    self.init(source: .regularExpression(pattern), matcher: matcher)
  }

  private static func matcher(_ pattern: String) -> Matcher? {
    var set = pattern[...]
    var counts = (1, 1)
    for (suffix, minimum) in [("+", 1), ("{2,}", 2)] {
      guard let rest = pattern.before(suffix), rest.utf8.last != UInt8(ascii: "\\") else {
        continue
      }
      set = rest
      counts = (minimum, .max)
    }
    if let set = CharacterSet(regularExpression: set) {
      return .runs(set, minimum: counts.0, maximum: counts.1)
    }
    return RegularExpression(pattern).map(Matcher.expression)
  }

  /// Every character of a set by itself.
  init(anyOf set: CharacterSet) {
    source = .regularExpression(set.regularExpression)
    matcher = .runs(set, minimum: 1, maximum: 1)
  }

  /// Every run of white space (the property White_Space).
  static let whiteSpace = TextPattern(
    source: .regularExpression("\\s+"), matcher: .runs(.whiteSpace, minimum: 1, maximum: .max))

  /// Words and runs of other characters but white space.
  static let wordsAndSymbols = TextPattern(expression: #"\w+|[^\w\s]+"#)

  /// How GPT-2 splits: contractions, words, numbers and symbols, each with the space before.
  static let wordsOfGPT2 = TextPattern(
    expression: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#)

  /// A regular expression known to be one; what is not finds nothing.
  init(expression: String) {
    self.init(
      source: .regularExpression(expression), matcher: Self.matcher(expression) ?? .bytes([]))
  }

  private init(source: Source, matcher: Matcher) {
    self.source = source
    self.matcher = matcher
  }

  /// Whether no match begins with a character, or, if it is a space and stands alone, the replacement
  /// is a space as well.
  func spares(_ character: UInt32, replacement: String) -> Bool {
    switch matcher {
    case .bytes(let bytes):
      bytes.isEmpty || bytes.span.scalar(at: 0).value != character
        || character == 0x20 && bytes == [0x20] && replacement == " "
    case .runs(let set, let minimum, _):
      !set.contains(character) || character == 0x20 && (minimum > 1 || replacement == " ")
    case .expression: false
    }
  }

  /// Whether both are written alike.
  public static func == (first: TextPattern, second: TextPattern) -> Bool {
    first.source == second.source
  }

  /// Gives the places where the pattern is found, from left to right.
  func forEachMatch(in text: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    switch matcher {
    case .bytes(let bytes): forEachOccurrence(of: bytes.span, in: text, body)
    case .runs(let set, let minimum, let maximum):
      var offset = set.candidate(in: text, from: 0)
      while offset < text.count {
        var end = offset
        var count = 0
        while end < text.count, count < maximum {
          let character = text.scalar(at: end)
          guard set.contains(character.value) else { break }
          end += character.length
          count += 1
        }
        if count >= minimum { body(offset..<end) }
        offset = set.candidate(in: text, from: count > 0 ? end : offset + 1)
      }
    case .expression(let expression): expression.matches(in: text).forEach(body)
    }
  }
}

private func forEachOccurrence(
  of string: Span<UInt8>, in text: Span<UInt8>, _ body: (Range<Int>) -> Void
) {
  guard !string.isEmpty, text.count >= string.count else { return }
  let first = string[0]
  var offset = 0
  while offset <= text.count - string.count {
    guard text[offset] == first, text.starts(with: string, at: offset) else {
      offset += 1
      continue
    }
    body(offset..<offset + string.count)
    offset += string.count
  }
}

extension Span<UInt8> {
  /// Whether other bytes stand at an offset.
  func starts(with other: Span<UInt8>, at offset: Int) -> Bool {
    guard offset + other.count <= count else { return false }
    for index in other.indices where self[offset + index] != other[index] { return false }
    return true
  }
}
