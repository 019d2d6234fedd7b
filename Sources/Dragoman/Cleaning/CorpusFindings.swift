/// What an examination found in a corpus, in numbers and examples.
public struct CorpusFindings: Sendable {
  /// Pairs with one fault.
  public struct Finding: Sendable {
    /// How many there are.
    public var count = 0
    /// Some of them, spread over the corpus.
    public var examples: [PairJudgement] = []
  }

  /// Lines that follow each other and are off by the same number.
  public struct Shift: Sendable, Equatable {
    /// From the first line to the last.
    public var lines: ClosedRange<Int>
    /// Where the targets are, beside their sources.
    public var shift: Int

    /// Lines, and where their targets are.
    public init(lines: ClosedRange<Int>, shift: Int) {
      (self.lines, self.shift) = (lines, shift)
    }
  }

  /// Examples that are kept of a fault.
  public static let examples = 5
  /// Classes of length: words of a side, doubled from class to class.
  public static let lengthClasses = [1, 2, 4, 8, 16, 32, 64, 128]

  /// The languages that most lines are in, or were said to be.
  public let sourceLanguage: String?, targetLanguage: String?
  /// How many lines each file has.
  public internal(set) var lines = (source: 0, target: 0)
  /// How many U+FFFD stand in place of bytes that were not UTF-8.
  public internal(set) var replacements = 0
  /// By fault.
  public private(set) var findings: [PairFault: Finding] = [:]
  /// How many pairs are kept, repaired and dropped.
  public private(set) var fates: [PairJudgement.Fate: Int] = [:]
  /// Where targets stand some lines beside their sources.
  public private(set) var shifts: [Shift] = []
  /// [classes] How many sources and targets have as many words.
  public private(set) var sourceLengths: [Int], targetLengths: [Int]
  /// Words of all sources and targets.
  public private(set) var words = (source: 0, target: 0)

  init(sourceLanguage: String?, targetLanguage: String?) {
    (self.sourceLanguage, self.targetLanguage) = (sourceLanguage, targetLanguage)
    sourceLengths = Array(repeating: 0, count: Self.lengthClasses.count)
    targetLengths = sourceLengths
  }

  /// Pairs, those with a blank side included.
  public var count: Int { max(lines.source, lines.target) }

  mutating func add(_ judgement: PairJudgement, _ pair: ExaminedPair) {
    fates[judgement.fate, default: 0] += 1
    words.source += pair.sourceLength
    words.target += pair.targetLength
    sourceLengths[Self.lengthClass(pair.sourceLength)] += 1
    targetLengths[Self.lengthClass(pair.targetLength)] += 1
    for fault in judgement.faults { add(fault, judgement) }
    guard judgement.shift != 0 else { return }
    if let last = shifts.last, last.shift == judgement.shift,
      last.lines.upperBound == judgement.line - 1
    {
      shifts[shifts.count - 1].lines = last.lines.lowerBound...judgement.line
    } else {
      shifts.append(Shift(lines: judgement.line...judgement.line, shift: judgement.shift))
    }
  }

  /// Each example has the same chance to be kept, drawn by number (Vitter 1985).
  private mutating func add(_ fault: PairFault, _ judgement: PairJudgement) {
    findings[fault, default: Finding()].count += 1
    let count = findings[fault]?.count ?? 1
    if count <= Self.examples {
      findings[fault]?.examples.append(judgement)
    } else {
      var randomness = RandomStream(seed: 0xE1A, UInt64(count))
      let place = Int(randomness.next() % UInt64(count))
      if place < Self.examples { findings[fault]?.examples[place] = judgement }
    }
  }

  private static func lengthClass(_ words: Int) -> Int {
    lengthClasses.lastIndex { words >= $0 } ?? 0
  }
}
