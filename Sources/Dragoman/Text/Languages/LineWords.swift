/// The words of a line in lower case, and what else one pass over its bytes tells.
///
/// A word is a run of letters and digits; of scripts that put no spaces between words, each character is one.
/// An object is used for line after line, so that it allocates nothing.
package struct LineWords: Sendable {
  /// A word of the line.
  package struct Word: Sendable {
    /// Where it is in ``bytes``, without the spaces around it.
    package let range: Range<Int>
    /// Of its bytes in lower case.
    let hash: UInt64
    /// Of its first ``stem`` characters, which most forms of a word share.
    let stemHash: UInt64
    /// Whether it is made of letters alone.
    let hasLettersOnly: Bool
  }

  /// How many characters of a word tell what it means, whatever its ending.
  static let stem = 6

  /// The words in lower case, with a space before each and one behind the last.
  package private(set) var bytes: [UInt8] = []
  package private(set) var words: [Word] = []
  /// Characters of the line.
  private(set) var characters = 0
  package private(set) var letters = 0
  package private(set) var digits = 0
  /// Characters that are neither letters, digits nor spaces.
  package private(set) var signs = 0
  /// The characters of the longest run without white space.
  private(set) var longestRun = 0
  /// A hash of all letters, digits and symbols such as `+` and `$` in lower case: lines that differ only in case,
  /// spaces and punctuation have the same.
  package private(set) var foldedHash: UInt64 = 0
  /// The same of letters alone.
  private(set) var letterHash: UInt64 = 0
  /// A sum of hashes of the runs of digits, in whatever order they stand.
  private(set) var digitSum: UInt64 = 0
  /// How many letters are of each script, by ICU's number.
  private(set) var scripts: [UInt8: Int] = [:]
  /// The last character that is neither white space nor a quotation mark or bracket.
  package private(set) var last: UInt32 = 0
  /// Whether it has two characters side by side that are often bytes of UTF-8, shown as if each was a character.
  private(set) var mayBeMojibake = false
  /// Whether it has a sign that codes and markup have: one of `%<>{}$&@\`, or `://`.
  private(set) var mayHaveCodes = false

  private var wordStart = -1
  private var stemEnd = -1
  private var wordLength = 0
  private var wordIsLetters = true
  private var run = 0
  private var number: UInt64 = 0
  private var isLatin = 0

  package init() {}

  /// Reads a line in place of the one before.
  package mutating func read(_ line: String) {
    var line = line
    line.withUTF8 { read(Span(_unsafeElements: $0)) }
  }

  private mutating func read(_ text: Span<UInt8>) {
    reset()
    let table = CharacterTable.shared
    var offset = 0
    var lastIsHigh = false
    while offset < text.count {
      let byte = text[offset]
      if byte < 0x80 {
        offset += 1
        lastIsHigh = false
        addASCII(byte)
        continue
      }
      let (value, length) = text.scalar(at: offset)
      offset += length
      // What is shown for bytes of UTF-8 is of Latin-1 or Windows-1252, two and more in a row.
      let isHigh =
        value < 0x180 || 0x2000..<0x2123 ~= value || value == 0x192 || 0x2C6...0x2DC ~= value
      mayBeMojibake = mayBeMojibake || isHigh && lastIsHigh || value == 0xFFFD
      lastIsHigh = isHigh
      add(table[value], value)
    }
    endWord()
    endRun()
    if !bytes.isEmpty { bytes.append(0x20) }
    if isLatin > 0 { scripts[Self.latin, default: 0] += isLatin }
  }

  private static let latin = CharacterTable.shared[0x61].script

  private mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    scripts.removeAll(keepingCapacity: true)
    (characters, letters, digits, signs, longestRun, isLatin) = (0, 0, 0, 0, 0, 0)
    (foldedHash, letterHash, digitSum, last) = (0, 0, 0, 0)
    (mayBeMojibake, mayHaveCodes) = (false, false)
    (wordStart, run, number) = (-1, 0, 0)
  }

  @inline(__always)
  private mutating func addASCII(_ byte: UInt8) {
    characters += 1
    let lower = byte | 0x20
    if lower &- 0x61 < 26 {
      isLatin += 1
      letters += 1
      beginWord()
      bytes.append(lower)
      addToWord(UInt64(lower), isLetter: true)
      last = UInt32(byte)
      run += 1
    } else if byte &- 0x30 < 10 {
      digits += 1
      beginWord()
      bytes.append(byte)
      addToWord(UInt64(byte), isLetter: false)
      number = number &* 31 &+ UInt64(byte)
      last = UInt32(byte)
      run += 1
    } else if byte == 0x20 || byte &- 0x09 < 5 {
      endWord()
      endRun()
    } else {
      signs += 1
      endWord()
      run += 1
      switch byte {
      // Quotation marks and brackets.
      case 0x22, 0x27, 0x28, 0x29, 0x5B, 0x5D: return
      // Symbols: # * + = ^ | ~, and those that codes have: $ % & / < > @ \ { }.
      case 0x23, 0x2A, 0x2B, 0x3D, 0x5E, 0x7C, 0x7E: fold(UInt64(byte))
      case 0x24, 0x25, 0x26, 0x2F, 0x3C, 0x3E, 0x40, 0x5C, 0x7B, 0x7D:
        fold(UInt64(byte))
        mayHaveCodes = true
      default: break
      }
      last = UInt32(byte)
    }
  }

  private mutating func add(_ entry: CharacterTable.Entry, _ value: UInt32) {
    characters += 1
    if entry.isSpace {
      endWord()
      endRun()
      return
    }
    run += 1
    if !entry.isQuoteOrBracket { last = value }
    guard entry.isLetter || entry.isDigit else {
      signs += 1
      endWord()
      return
    }
    if entry.isLetter { letters += 1 } else { digits += 1 }
    if entry.script > 1 { scripts[entry.script, default: 0] += 1 }
    if entry.isUnspaced { endWord() }
    beginWord()
    appendUTF8(entry.lowercase)
    addToWord(UInt64(entry.lowercase), isLetter: entry.isLetter)
    if entry.isUnspaced { endWord() }
    if entry.isDigit { number = number &* 31 &+ UInt64(value) }
  }

  private mutating func appendUTF8(_ value: UInt32) {
    guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else { return }
    bytes.append(contentsOf: encoded)
  }

  @inline(__always)
  private mutating func beginWord() {
    guard wordStart < 0 else { return }
    bytes.append(0x20)
    wordStart = bytes.count
    wordLength = 0
    wordIsLetters = true
    wordHash = 0xCBF2_9CE4_8422_2325
    stemHash = 0
  }

  private var wordHash: UInt64 = 0
  private var stemHash: UInt64 = 0

  @inline(__always)
  private mutating func addToWord(_ value: UInt64, isLetter: Bool) {
    wordHash = (wordHash ^ value) &* 0x9E37_79B9_7F4A_7C15
    wordHash ^= wordHash >> 29
    fold(value)
    if isLetter {
      letterHash = (letterHash ^ value) &* 0xE703_7ED1_A0B4_28DB
      letterHash ^= letterHash >> 31
    } else {
      wordIsLetters = false
    }
    wordLength += 1
    if wordLength == Self.stem { stemHash = wordHash }
  }

  @inline(__always)
  private mutating func fold(_ value: UInt64) {
    foldedHash = (foldedHash ^ value) &* 0xE703_7ED1_A0B4_28DB
    foldedHash ^= foldedHash >> 31
  }

  @inline(__always)
  private mutating func endWord() {
    if number != 0 {
      let mixed = (number ^ 0xA076_1D64_78BD_642F) &* 0x9E37_79B9_7F4A_7C15
      digitSum &+= mixed ^ mixed >> 32
      number = 0
    }
    guard wordStart >= 0 else { return }
    words.append(
      Word(
        range: wordStart..<bytes.count, hash: wordHash,
        stemHash: stemHash == 0 ? wordHash : stemHash, hasLettersOnly: wordIsLetters))
    wordStart = -1
  }

  private mutating func endRun() {
    longestRun = max(longestRun, run)
    run = 0
  }
}
