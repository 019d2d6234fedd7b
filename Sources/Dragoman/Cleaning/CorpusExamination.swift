import Synchronization

/// Reads a parallel corpus and says of each pair what is wrong with it, and what is to be done.
///
/// It reads the files twice: pairs that are spread over them tell what the corpus is like, and by that each pair
/// is judged, in order. Nothing depends on the number of threads. Beside what one block of pairs takes, memory
/// grows by some 30 bytes a pair, by which repetitions are known.
public struct CorpusExamination: Sendable {
  /// What is looked for.
  public struct Options: Sendable {
    /// Files of test sets, of either side, which the corpus must not have lines of.
    public var heldOut: [String] = []
    /// The languages' codes; `nil` for those that most lines are in.
    public var sourceLanguage: String?
    /// The target's.
    public var targetLanguage: String?
    /// Whether it is learned which words translate each other; without, pairs are judged by rules alone.
    public var learns = true
    /// What is left in the corpus whatever it is.
    public var allowed: Set<PairFault> = []
    /// Threads; they change the speed, never the result.
    public var threads = 1

    /// The defaults.
    public init() {}
  }

  /// Pairs that are judged together.
  private static let block = 8_192
  /// How unlikely it must be that a pair is sound.
  private static let leastSoundness: Float = 0.05
  /// The same of pairs with fewer words than this, of which each proves little.
  private static let (leastSoundnessOfFew, few): (Float, Int) = (0.005, 5)

  private let files: CorpusFiles
  private let options: Options
  private let languages = LanguageIdentifier.standard
  private let heldOut: HeldOutLines
  private let survey: CorpusSurvey

  /// Sees what the corpus is like.
  ///
  /// - Parameter progress: Called with numbers of lines read.
  /// - Throws: ``InputError`` when a file is missing, empty or not to be read.
  public init(
    _ files: CorpusFiles, options: Options, progress: (Int) -> Void = { _ in }
  ) throws {
    try files.checkLasting()
    self.files = files
    self.options = options
    heldOut = try HeldOutLines(paths: options.heldOut, invalidUTF8: files.invalidUTF8)
    survey = try CorpusSurvey(
      files, languages: languages, named: (options.sourceLanguage, options.targetLanguage),
      learns: options.learns, threads: options.threads, progress: progress)
  }

  /// Judges all pairs, in order.
  ///
  /// - Throws: What `visit` throws; ``InputError`` when the files cannot be read on.
  public func run(_ visit: (PairJudgement) throws -> Void) throws -> CorpusFindings {
    let reader = try PairReader(files)
    var findings = CorpusFindings(
      sourceLanguage: survey.expectation.languages.source.map { languages.languages[$0] },
      targetLanguage: survey.expectation.languages.target.map { languages.languages[$0] })
    var repetitions = Repetitions()
    var search = survey.judge.map { _ in ShiftSearch() }
    let checks = IdleChecks(survey.expectation, languages)
    var window: [ExaminedPair] = []
    var (before, line) = (0, 0)
    var isAtEnd = false
    while true {
      while !isAtEnd, window.count - before < Self.block + ShiftSearch.lookAhead + ShiftSearch.most
      {
        let pairs = try reader.next(Self.block)
        isAtEnd = pairs.isEmpty
        window += examine(pairs, checks)
      }
      let count = min(Self.block, window.count - before)
      guard count > 0 else { break }
      let shifts = shifts(of: window, before: before, count: count, &search)
      for index in 0..<count {
        line += 1
        let judgement = judge(
          window, before + index, line: line, shift: shifts[index], checks, &repetitions)
        findings.add(judgement, window[before + index])
        try visit(judgement)
      }
      let dropped = max(0, before + count - ShiftSearch.most)
      window.removeFirst(dropped)
      before += count - dropped
    }
    findings.lines = reader.lines
    findings.replacements = reader.replacements
    return findings
  }

  private func examine(
    _ pairs: [(source: String, target: String)], _ idle: IdleChecks
  ) -> [ExaminedPair] {
    let chunks = pairs.chunks(of: max(1, (pairs.count + options.threads - 1) / options.threads))
      .map(Array.init)
    return mapConcurrently(chunks, threads: options.threads) { chunk in
      idle.withOne { checks in chunk.map { examine($0, &checks) } }
    }.flatMap(\.self)
  }

  private func examine(
    _ pair: (source: String, target: String), _ checks: inout RuleChecks
  ) -> ExaminedPair {
    var examined = ExaminedPair(pair, checks.faults(pair.source, pair.target), checks)
    if heldOut.contains(checks.source) || heldOut.contains(checks.target) {
      examined.faults.append(.leak)
    }
    guard let lexicon = survey.lexicon else { return examined }
    examined.source = lexicon.source(checks.source)
    examined.target = lexicon.target(checks.target)
    examined.probabilities = survey.probabilities(examined.source, examined.target)
    return examined
  }

  private func shifts(
    of window: [ExaminedPair], before: Int, count: Int, _ search: inout ShiftSearch?
  ) -> [Int] {
    guard search != nil else { return Array(repeating: 0, count: count) }
    let end = min(window.count, before + count + ShiftSearch.lookAhead)
    let lines = window[before..<end]
    return search?.shifts(
      sources: lines.map(\.source),
      targets: window.prefix(min(window.count, end + ShiftSearch.most)).map(\.target),
      before: before, count: count, inPlace: lines.map { $0.probabilities.first ?? 0.5 },
      soundness: { survey.probabilities($0, $1).first ?? 0.5 }) ?? []
  }

  private func judge(
    _ window: [ExaminedPair], _ index: Int, line: Int, shift: Int, _ idle: IdleChecks,
    _ repetitions: inout Repetitions
  ) -> PairJudgement {
    let pair = window[index]
    var faults = pair.faults
    var repaired = pair.text
    if shift != 0 {
      faults.insert(.shifted, at: 0)
      if window.indices.contains(index + shift) {
        repaired.target = window[index + shift].text.target
      }
    } else if let verdict = verdict(of: pair) {
      faults.append(verdict)
    }
    if faults.contains(.mojibake) {
      repaired = (
        Mojibake.repaired(repaired.source) ?? repaired.source,
        Mojibake.repaired(repaired.target) ?? repaired.target
      )
    }
    // What is dropped for another reason is not what a later pair repeats.
    let isRepaired = repaired != pair.text && !faults.contains(.empty)
    var rest = faults
    if isRepaired {
      let again = idle.withOne { examine(repaired, &$0) }
      rest = again.faults
      if let verdict = verdict(of: again) { rest.append(verdict) }
      if let repeated = repetitions.add(again, isOtherwiseSound: rest.allSatisfy { !$0.isDropped })
      {
        rest.append(repeated)
      }
    } else if let repeated = repetitions.add(
      pair, isOtherwiseSound: faults.allSatisfy { !$0.isDropped || options.allowed.contains($0) })
    {
      faults.append(repeated)
      rest = faults
    }
    let isDropped = rest.contains { $0.isDropped && !options.allowed.contains($0) }
    return PairJudgement(
      line: line, source: pair.text.source, target: pair.text.target, faults: faults,
      soundness: pair.probabilities.first, shift: shift,
      fate: isDropped ? .dropped : isRepaired ? .repaired : .kept,
      repaired: isRepaired ? repaired : pair.text)
  }

  private func verdict(of pair: ExaminedPair) -> PairFault? {
    guard !pair.probabilities.isEmpty, pair.faults.allSatisfy({ !Self.explains.contains($0) })
    else {
      return nil
    }
    let verdicts: [(PairJudge.Verdict, PairFault)] = [
      (.misaligned, .misaligned), (.sourceCut, .sourceCut), (.targetCut, .targetCut),
    ]
    let best = verdicts.max {
      pair.probabilities[$0.0.rawValue] < pair.probabilities[$1.0.rawValue]
    }
    guard let best, pair.probabilities[0] < Self.leastSoundness(pair) else { return nil }
    return best.1
  }

  private static func leastSoundness(_ pair: ExaminedPair) -> Float {
    max(pair.sourceLength, pair.targetLength) < few ? leastSoundnessOfFew : leastSoundness
  }

  /// Faults for which no words go together.
  private static let explains: Set<PairFault> = [
    .empty, .copied, .sourceLanguage, .targetLanguage, .mojibake, .loop, .signs, .run,
  ]
}

/// Checks that no thread uses at the moment, with the words that they remember.
private final class IdleChecks: Sendable {
  private let expectation: RuleChecks.Expectation
  private let languages: LanguageModel
  private let idle = Mutex<[RuleChecks]>([])

  init(_ expectation: RuleChecks.Expectation, _ languages: LanguageModel) {
    (self.expectation, self.languages) = (expectation, languages)
  }

  func withOne<Result>(_ body: (inout RuleChecks) -> Result) -> Result {
    var checks = idle.withLock { $0.popLast() } ?? RuleChecks(expectation, languages: languages)
    defer { idle.withLock { $0.append(checks) } }
    return body(&checks)
  }
}
