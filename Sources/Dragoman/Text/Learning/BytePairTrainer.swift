/// Learns the pieces of a tokenizer from text (byte-pair encoding, Sennrich et al. 2016).
///
/// Both languages of a parallel corpus go into one trainer, so that names and numbers are split
/// alike in both. The result depends on the words and how often each occurs, not on the order of the
/// lines.
///
/// ```swift
/// var trainer = BytePairTrainer(options: .init(vocabularySize: 8000))
/// trainer.add(lines)
/// let tokenizer = try trainer.train()
/// ```
public struct BytePairTrainer: Sendable {
  /// What may be chosen about the pieces.
  public struct Options: Sendable, Equatable {
    /// How many pieces there are at most, control tokens and 256 bytes included. A text too small to
    /// give that many gives fewer.
    public var vocabularySize: Int
    /// How often two neighbouring pieces must occur to be merged, at least 1.
    public var minimumFrequency: Int
    /// The share of all characters, in (0, 1], that get a piece of their own, the most frequent
    /// first; the rest is spelled in bytes.
    public var characterCoverage: Double
    /// Characters that get a piece of their own whether they occur or not.
    public var requiredCharacters: String
    /// Names of control tokens to have after `<s>` and `</s>`, such as `<2de>` for a language. Text
    /// never becomes one.
    public var reservedTokens: [String]
    /// Whether each digit is a word of its own. If not, frequent numbers become pieces.
    public var splitsDigits: Bool
    /// How long the different words of the text may be together, in bytes, before rare ones are
    /// dropped: what bounds the memory that a text takes. The default is 128 MiB, more than twenty
    /// million words of English have.
    public var maximumWordBytes: Int

    /// Options with their defaults.
    public init(
      vocabularySize: Int = 8000, minimumFrequency: Int = 2, characterCoverage: Double = 0.9999,
      requiredCharacters: String = "", reservedTokens: [String] = [], splitsDigits: Bool = true,
      maximumWordBytes: Int = 1 << 27
    ) {
      self.vocabularySize = vocabularySize
      self.minimumFrequency = minimumFrequency
      self.characterCoverage = characterCoverage
      self.requiredCharacters = requiredCharacters
      self.reservedTokens = reservedTokens
      self.splitsDigits = splitsDigits
      self.maximumWordBytes = maximumWordBytes
    }
  }

  /// Lines after which words that are too many are forgotten. Text that is added in parts has the same vocabulary as
  /// in one piece if the parts have a multiple of these.
  package static let linesBetweenPrunings = 1 << 16
  /// The longest piece that merges make, in characters: more than the words of any language have. Without it a line
  /// of one character, again and again, would become a piece.
  private static let longestPiece = 64

  private let options: Options
  private let normalizer: Normalizer
  private var words = WordCounts()
  private var lines = 0

  /// A trainer that has seen no text.
  public init(options: Options = Options(), normalizer: Normalizer = .standard) {
    self.options = options
    self.normalizer = normalizer
  }

  /// Counts the words of lines.
  ///
  /// - Parameter threads: How many threads count. They do not change the result.
  public mutating func add(_ lines: [String], threads: Int = 1) {
    for block in lines.chunks(of: Self.linesBetweenPrunings) {
      let size = (block.count + max(1, threads) - 1) / max(1, threads)
      for counted in mapConcurrently(block.chunks(of: size), threads: threads, count) {
        words.add(counted.words)
        self.lines += counted.lines
      }
      words.prune(above: options.maximumWordBytes)
    }
  }

  private func count(_ lines: ArraySlice<String>) -> (words: WordCounts, lines: Int) {
    var words = WordCounts()
    var linesWithText = 0
    let splitsDigits = options.splitsDigits
    var text: [UInt8] = []
    for line in lines {
      text.removeAll(keepingCapacity: true)
      text.append(0x20)
      normalizer.normalize(line, appendingTo: &text)
      guard text.count > 1 else { continue }
      linesWithText += 1
      let span = text.span
      var start = 0
      while start < span.count {
        let end = PreTokenizer.wordEnd(
          in: span, from: start, splitsDigits: splitsDigits)
        words.add(span.extracting(start..<end))
        start = end
      }
    }
    return (words, linesWithText)
  }

  /// The tokenizer of all lines added so far.
  ///
  /// At each step the most frequent pair of neighbouring pieces becomes a piece; of equally frequent
  /// pairs the one whose left, then whose right piece has the smaller identifier. Characters have
  /// identifiers in the order of their code points, merges in the order in which they are made. No piece has
  /// more than 64 characters.
  ///
  /// - Throws: ``InputError`` when an option is out of range, or the vocabulary too small to hold the
  ///   characters.
  public func train() throws -> Tokenizer {
    try checkOptions()
    var vocabulary = Vocabulary(controls: Vocabulary.controlNames + options.reservedTokens)
    let reserved = vocabulary.count
    for character in alphabet() { _ = vocabulary.insert(Array(String(character).utf8).span) }
    guard vocabulary.count <= options.vocabularySize else {
      throw InputError(
        "vocabulary size",
        "\(options.vocabularySize) is too small for this text: \(reserved - 256) control tokens, "
          + "256 bytes and \(vocabulary.count - reserved) characters need \(vocabulary.count).",
        remedy: "Ask for at least \(vocabulary.count).")
    }
    var pairs = PairStatistics(words: words, vocabulary: vocabulary)
    var merges: [Merge] = []
    while vocabulary.count < options.vocabularySize,
      let pair = pairs.popMostFrequent(atLeast: options.minimumFrequency)
    {
      let text = Array(vocabulary.text(of: pair.left) + vocabulary.text(of: pair.right))
      guard text.count(where: { !$0.isContinuation }) <= Self.longestPiece else { continue }
      // Two different pairs may spell the same piece.
      let merge = Merge(left: pair.left, right: pair.right, result: vocabulary.insert(text.span))
      merges.append(merge)
      pairs.apply(merge)
    }
    return Tokenizer(
      normalizer: normalizer, preTokenizer: options.splitsDigits ? .standard : .keepingNumbers,
      vocabulary: vocabulary, merges: merges)
  }

  /// What a tokenizer does to the lines added so far.
  public func report(on tokenizer: Tokenizer) -> VocabularyReport {
    VocabularyReport(tokenizer, words: words, lines: lines)
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
    var names = Set(Vocabulary.controlNames.map { Array($0.utf8) })
    let form = /<[^\s<>]+>/.matchingSemantics(.unicodeScalar)
    for name in options.reservedTokens {
      // Every mark is a word of its own, so a name of this form is never that of a merged piece.
      guard name.wholeMatch(of: form) != nil, Vocabulary.byte(named: name) == nil,
        names.insert(Array(name.utf8)).inserted
      else {
        throw InputError(
          "reserved token",
          "'\(name)' is not of the form <name>, is that of a byte, or is there twice.",
          remedy: "Choose names such as <2de>, each once.")
      }
    }
  }

  /// The characters that get a piece of their own, by code point; the space always.
  private func alphabet() -> [Unicode.Scalar] {
    var frequencies = [Int](repeating: 0, count: 0x11_0000)
    for (number, count) in words.counts.enumerated() {
      let word = words.words[Int32(number)].span
      var offset = 0
      while offset < word.count {
        let character = word.scalar(at: offset)
        frequencies[Int(character.value)] += count
        offset += character.length
      }
    }
    let byFrequency = frequencies.indices.filter { frequencies[$0] > 0 }
      .sorted { (frequencies[$1], $0) < (frequencies[$0], $1) }
    let total = frequencies.reduce(0, +)
    var characters = Set(" \(options.requiredCharacters)".unicodeScalars)
    var covered = 0
    for character in byFrequency {
      if Double(covered) >= options.characterCoverage * Double(total) { break }
      if let scalar = Unicode.Scalar(UInt32(character)) { characters.insert(scalar) }
      covered += frequencies[character]
    }
    return characters.sorted()
  }
}
