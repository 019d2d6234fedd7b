/// What a vocabulary does to the text that it was learned from.
///
/// Where the trainer dropped rare words (``BytePairTrainer/Options/maximumWordBytes``), all figures but
/// that of the lines are about the words that it kept.
public struct VocabularyReport: Sendable {
  /// A piece and how often it occurs in the text.
  public struct Usage: Sendable, Equatable {
    /// The piece's name.
    public var piece: String
    /// How often it occurs.
    public var count: Int
  }

  /// Whether the text has so many different words that the trainer dropped rare ones.
  public let isSampled: Bool
  /// Lines that are not blank.
  public private(set) var lines = 0
  /// Words as white space divides them.
  public private(set) var words = 0
  /// Characters after normalisation, the space before each word included.
  public private(set) var characters = 0
  /// Characters that have no piece of their own, and are spelled in bytes.
  public private(set) var uncoveredCharacters = 0
  /// Tokens that the text has.
  public private(set) var tokens = 0
  /// [pieces] How often each piece occurs.
  private var counts: [Int]
  private let tokenizer: Tokenizer

  init(_ tokenizer: Tokenizer, words: WordCounts, lines: Int) {
    self.tokenizer = tokenizer
    self.lines = lines
    isSampled = words.isPruned
    counts = [Int](repeating: 0, count: tokenizer.count)
    var ids: [Int32] = []
    var workspace = SubwordModel.Workspace()
    for (number, count) in words.counts.enumerated() {
      let word = words.words[Int32(number)]
      ids.removeAll(keepingCapacity: true)
      tokenizer.model.encode(
        [0..<word.count], of: word.span, appendingTo: &ids, &workspace)
      for id in ids { counts[Int(id)] += count }
      tokens += count * ids.count
      characters += count * word.count { !$0.isContinuation }
      uncoveredCharacters += count * ids.count { tokenizer.startsUncoveredCharacter($0) }
      if word.first == 0x20 { self.words += count }
    }
  }

  /// The share of characters that have a piece of their own, from 0 to 1; 1 where there is no text.
  public var characterCoverage: Double {
    characters == 0 ? 1 : 1 - Double(uncoveredCharacters) / Double(characters)
  }

  /// The longest pieces in characters, the longest first.
  public func longestPieces(_ count: Int) -> [String] {
    let pieces = merged.map { tokenizer.piece($0) }
    return Array(
      pieces.map { ($0.unicodeScalars.count, $0) }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }
        .prefix(count).map(\.1))
  }

  /// The pieces that the text has most rarely, the rarest first; those it never has are not among
  /// them.
  public func rarestPieces(_ count: Int) -> [Usage] {
    let used = merged.filter { counts[Int($0)] > 0 }
    return used.sorted { (counts[Int($0)], $1) < (counts[Int($1)], $0) }.prefix(count)
      .map { Usage(piece: tokenizer.piece($0), count: counts[Int($0)]) }
  }

  /// How many merged pieces the text never has: steps on the way to longer ones.
  public var unusedPieces: Int { merged.count { counts[Int($0)] == 0 } }

  /// The pieces that merges made.
  private var merged: [Int32] {
    guard case .bytePair(let encoder) = tokenizer.model else { return [] }
    return Set(encoder.merges.map(\.result)).sorted()
  }
}

extension Tokenizer {
  /// Whether a token is the first byte of a character that is spelled in bytes.
  fileprivate func startsUncoveredCharacter(_ id: Int32) -> Bool {
    guard model.vocabulary.kind(of: id) == .byte,
      let byte = Vocabulary.byte(named: piece(id))
    else { return false }
    return !byte.isContinuation
  }
}
