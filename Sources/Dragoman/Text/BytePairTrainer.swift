/// Learns the pieces of a tokenizer from text (byte-pair encoding, Sennrich et al. 2016).
///
/// Both languages of a parallel corpus go into one trainer, so that names and numbers are split
/// alike in both. The result depends on the words and how often each occurs, not on the order of the
/// lines.
///
/// ```swift
/// var trainer = BytePairTrainer(options: .init(vocabularySize: 8000))
/// for line in lines { trainer.add(line) }
/// let tokenizer = try trainer.train()
/// ```
public struct BytePairTrainer: Sendable {
  /// What may be chosen about the pieces.
  public struct Options: Sendable, Equatable {
    /// How many pieces there are at most, 2 control tokens and 256 bytes included. A text too small
    /// to give that many gives fewer.
    public var vocabularySize: Int
    /// How often two neighbouring pieces must occur to be merged, at least 1.
    public var minimumFrequency: Int
    /// The share of all characters, in (0, 1], that get a piece of their own, the most frequent
    /// first; the rest is spelled in bytes.
    public var characterCoverage: Double

    /// Options with their defaults.
    public init(
      vocabularySize: Int = 8000, minimumFrequency: Int = 2, characterCoverage: Double = 0.9999
    ) {
      self.vocabularySize = vocabularySize
      self.minimumFrequency = minimumFrequency
      self.characterCoverage = characterCoverage
    }
  }

  private let options: Options
  private let normalizer: Normalizer
  private var words = ByteStringTable()
  private var counts: [Int] = []

  /// A trainer that has seen no text.
  public init(options: Options = Options(), normalizer: Normalizer = .standard) {
    self.options = options
    self.normalizer = normalizer
  }

  /// Counts the words of one line.
  public mutating func add(_ line: String) {
    var text: [UInt8] = [0x20]
    normalizer.normalize(line, appendingTo: &text)
    guard text.count > 1 else { return }
    let span = text.span
    var start = 0
    while start < span.count {
      let end = PreTokenizer.wordEnd(in: span, from: start)
      let word = Int(words.insert(span.extracting(start..<end)))
      if word == counts.count { counts.append(0) }
      counts[word] += 1
      start = end
    }
  }

  /// The tokenizer of all lines added so far.
  ///
  /// At each step the most frequent pair of neighbouring pieces becomes a piece; of equally frequent
  /// pairs the one whose left, then whose right piece has the smaller identifier. Characters have
  /// identifiers in the order of their code points, merges in the order in which they are made.
  ///
  /// - Throws: ``InputError`` when an option is out of range, or the vocabulary too small to hold the
  ///   characters.
  public func train() throws -> Tokenizer {
    try checkOptions()
    var vocabulary = Vocabulary()
    for character in alphabet() { _ = vocabulary.insert(Array(String(character).utf8).span) }
    guard vocabulary.count <= options.vocabularySize else {
      let characters = vocabulary.count - Vocabulary().count
      throw InputError(
        "vocabulary size",
        "\(options.vocabularySize) is too small for this text: 2 control tokens, 256 bytes and "
          + "\(characters) characters need \(vocabulary.count).",
        remedy: "Ask for at least \(vocabulary.count).")
    }
    var pairs = PairStatistics(words: words, counts: counts, vocabulary: vocabulary)
    var merges: [Merge] = []
    while vocabulary.count < options.vocabularySize,
      let pair = pairs.popMostFrequent(atLeast: options.minimumFrequency)
    {
      // Two different pairs may spell the same piece.
      let text = Array(vocabulary.text(of: pair.left) + vocabulary.text(of: pair.right))
      let merge = Merge(left: pair.left, right: pair.right, result: vocabulary.insert(text.span))
      merges.append(merge)
      pairs.apply(merge)
    }
    return Tokenizer(normalizer: normalizer, vocabulary: vocabulary, merges: merges)
  }

  private func checkOptions() throws {
    guard options.minimumFrequency >= 1 else {
      throw InputError(
        "minimum frequency", "\(options.minimumFrequency) is out of range.",
        remedy: "Choose 1 or more.")
    }
    guard options.characterCoverage > 0, options.characterCoverage <= 1 else {
      throw InputError(
        "character coverage", "\(options.characterCoverage) is out of range.",
        remedy: "Choose a share greater than 0 and at most 1.")
    }
  }

  /// The characters that get a piece of their own, by code point; the space always.
  private func alphabet() -> [Unicode.Scalar] {
    var frequencies: [Unicode.Scalar: Int] = [:]
    for (word, count) in counts.enumerated() {
      let text = String(decoding: words[Int32(word)], as: UTF8.self)
      for character in text.unicodeScalars { frequencies[character, default: 0] += count }
    }
    let total = frequencies.values.reduce(0, +)
    let byFrequency = frequencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var characters: Set<Unicode.Scalar> = [" "]
    var covered = 0
    for (character, frequency) in byFrequency {
      if Double(covered) >= options.characterCoverage * Double(total) { break }
      characters.insert(character)
      covered += frequency
    }
    return characters.sorted()
  }
}
