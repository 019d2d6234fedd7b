import Glibc

/// Which words of a corpus translate each other, both ways, learned from a sample of it by IBM's model 1.
///
/// Words are taken by their first characters, so that the forms of a word are one.
struct Lexicon: Sendable {
  /// A line's words as the lexicon knows them, and what else the judge looks at.
  struct Line: Sendable {
    /// The number of each word; -1 for those that are not known.
    var numbers: [Int32] = []
    /// Hashes by which words that both sides share are found: names and numbers.
    var stems: [UInt64] = []
    /// Words and characters of the line.
    var words = 0, characters = 0
    /// Whether it ends as a sentence does.
    var endsWithMark = false
  }

  /// How much likelier each word is beside the other side than anywhere else, as logarithms.
  struct Evidence: Sendable {
    var source: [Float]
    var target: [Float]
  }

  /// Pairs whose words are learned. More of them know rarer words, in as much more time.
  static let mostPairs = 100_000
  /// Words of a line that are looked at.
  private static let mostWords = 100
  /// The share of words that nothing explains.
  private static let emptyShare: Float = 0.1
  /// What a name or number tells that stands on both sides.
  private static let sameWord: Float = 5
  /// What a word tells that is not known and not on the other side.
  static let unknown: Float = -0.5

  private var sources: Side
  private var targets: Side
  private let forwards: TranslationTable
  private let backwards: TranslationTable

  /// The words of one side.
  private struct Side: Sendable {
    private var numbers = PairTable()
    /// [words] How often each occurs.
    private(set) var counts: [Int32] = []
    private var total = 0
    /// [words] The share of all words.
    private(set) var shares: [Float] = []

    mutating func count(_ stems: [UInt64]) {
      for stem in stems {
        let (left, right) = Self.halves(stem)
        total += 1
        if let number = numbers.value(left, right) {
          counts[Int(number)] += 1
        } else {
          numbers.set(left, right, to: Int32(counts.count))
          counts.append(1)
        }
      }
    }

    mutating func close() { shares = counts.map { Float($0) / Float(max(1, total)) } }

    /// Words that occur once say nothing of what translates them.
    func number(_ stem: UInt64) -> Int32 {
      let (left, right) = Self.halves(stem)
      guard let number = numbers.value(left, right), counts[Int(number)] >= 2 else { return -1 }
      return number
    }

    private static func halves(_ stem: UInt64) -> (Int32, Int32) {
      (Int32(truncatingIfNeeded: stem), Int32(truncatingIfNeeded: stem >> 32))
    }
  }

  /// Learns from pairs of lines' stems (``stems(of:)``).
  init(_ pairs: [(source: [UInt64], target: [UInt64])]) {
    var (sources, targets) = (Side(), Side())
    for pair in pairs {
      sources.count(pair.source)
      targets.count(pair.target)
    }
    sources.close()
    targets.close()
    // The end mark is behind all words of both sides.
    let end = Int32(max(sources.counts.count, targets.counts.count))
    let known = pairs.map { pair in
      (
        source: pair.source.map(sources.number).filter { $0 >= 0 },
        target: pair.target.map(targets.number).filter { $0 >= 0 }
      )
    }.filter { !$0.source.isEmpty && !$0.target.isEmpty }
    let tokens = [known.map(\.source), known.map(\.target)]
    let tables = mapConcurrently([0, 1], threads: 2) { side in
      TranslationTable(
        sources: RaggedTokens(tokens[side].map { $0 + [end] }),
        targets: RaggedTokens(tokens[1 - side]), vocabularySize: Int(end) + 1)
    }
    (forwards, backwards) = (tables[0], tables[1])
    (self.sources, self.targets) = (sources, targets)
  }

  /// The stems of a line's words, at most so many as are looked at.
  static func stems(of line: LineWords) -> [UInt64] {
    line.words.prefix(mostWords).map(\.stemHash)
  }

  /// A line of the sources as the lexicon knows it.
  func source(_ line: LineWords) -> Line { Self.line(line, sources) }

  /// A line of the targets.
  func target(_ line: LineWords) -> Line { Self.line(line, targets) }

  private static func line(_ line: LineWords, _ side: Side) -> Line {
    let stems = stems(of: line)
    return Line(
      numbers: stems.map(side.number), stems: stems, words: line.words.count,
      characters: line.characters,
      endsWithMark: Unicode.Scalar(line.last).map(marks.contains) ?? false)
  }

  private static let marks = Set(".!?…:;。．！？：；؟।։።".unicodeScalars)

  /// What the words of two lines say of them being a translation.
  func evidence(_ source: Line, _ target: Line) -> Evidence {
    Evidence(
      source: Self.evidence(of: source, beside: target, backwards, sources.shares),
      target: Self.evidence(of: target, beside: source, forwards, targets.shares))
  }

  private static func evidence(
    of words: Line, beside others: Line, _ table: TranslationTable, _ shares: [Float]
  ) -> [Float] {
    words.numbers.indices.map { index in
      let number = words.numbers[index]
      let isShared = others.stems.contains(words.stems[index])
      guard number >= 0 else { return isShared ? sameWord : unknown }
      var likeliest: Float = 0
      for other in others.numbers where other >= 0 {
        likeliest = max(likeliest, table.probabilityElsewhere(of: number, from: other))
      }
      let share = shares[Int(number)]
      let told = log((1 - emptyShare) * likeliest / share + emptyShare)
      return isShared ? max(told, min(sameWord, -log(share) / 2)) : told
    }
  }
}
