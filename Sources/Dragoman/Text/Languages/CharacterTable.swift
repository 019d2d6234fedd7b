internal import CICU

/// What is asked of every character of a corpus, looked up instead of asked of ICU: its script, its lower-case
/// form and whether words are made of it.
struct CharacterTable: Sendable {
  /// What the table says of a character.
  struct Entry: Sendable {
    /// The lower-case form, where that is one character of the same length or less in UTF-8.
    fileprivate(set) var lowercase: UInt32
    /// The number that ICU gives its script; 0 and 1 are those that many scripts share.
    fileprivate(set) var script: UInt8
    fileprivate var kind: UInt8

    /// Whether this is a letter, or a mark on one.
    var isLetter: Bool { kind & 1 != 0 }
    /// Whether this is a decimal digit.
    var isDigit: Bool { kind & 2 != 0 }
    /// Whether this is white space.
    var isSpace: Bool { kind & 4 != 0 }
    /// Whether this is a letter of a script that puts no spaces between words.
    var isUnspaced: Bool { kind & 8 != 0 }
    /// Whether this is a quotation mark or a bracket.
    var isQuoteOrBracket: Bool { kind & 16 != 0 }
  }

  /// The table of all characters that have four hexadecimal digits.
  static let shared = CharacterTable()

  private let entries: [Entry]

  private init() {
    entries = (UInt32(0)..<0x1_0000).map {
      Unicode.Scalar($0).map(Self.entry) ?? Entry(lowercase: $0, script: 0, kind: 0)
    }
  }

  subscript(_ character: UInt32) -> Entry {
    if character < 0x1_0000 { return entries[Int(character)] }
    return Unicode.Scalar(character).map(Self.entry)
      ?? Entry(lowercase: character, script: 0, kind: 0)
  }

  private static func entry(_ scalar: Unicode.Scalar) -> Entry {
    let lower = cicu_lowercase_character(scalar.value)
    let isShorter = UTF8.width(Unicode.Scalar(lower) ?? scalar) <= UTF8.width(scalar)
    let isLetter = scalar.isWordPart && !scalar.isDigit
    let kinds: [(Bool, UInt8)] = [
      (isLetter, 1), (scalar.isDigit, 2), (scalar.isWhiteSpace, 4),
      (isLetter && scalar.isUnspaced, 8), (scalar.isQuoteOrBracket, 16),
    ]
    return Entry(
      lowercase: isShorter ? lower : scalar.value,
      script: UInt8(clamping: cicu_script(scalar.value)),
      kind: kinds.reduce(0) { $0 | ($1.0 ? $1.1 : 0) })
  }
}
