/// What a corpus is like, seen from pairs that are spread evenly over it: languages, lengths, and which words
/// translate each other. Single pairs are judged by it.
struct CorpusSurvey: Sendable {
  let expectation: RuleChecks.Expectation
  let lengths: PairFeatures.Lengths
  /// `nil` when pairs are judged by rules alone.
  let lexicon: Lexicon?
  /// `nil` when there is no lexicon, or too little to learn from.
  let judge: PairJudge?

  /// Pairs of which languages are guessed.
  private static let languagePairs = 4_000
  /// One of so many pairs teaches the judge and not the lexicon.
  private static let judgeShare = 8
  private static let judgePairs = 12_000
  /// Pairs from which on there is a judge.
  private static let fewestPairs = 1_000
  /// The share of lines that a language must have to be that of the corpus.
  private static let languageShare = 0.8

  init(
    _ files: CorpusFiles, languages: LanguageModel, named: (source: String?, target: String?),
    learns: Bool, threads: Int, progress: (Int) -> Void
  ) throws {
    let pairs = try Self.sample(
      files, most: learns ? Lexicon.mostPairs : Self.languagePairs, progress)
    let chunks = pairs.chunks(of: max(1, pairs.count / (4 * threads) + 1)).map(Array.init)
    let read = mapConcurrently(chunks, threads: threads) { chunk in
      chunk.map { pair -> (source: LineWords, target: LineWords) in
        var (source, target) = (LineWords(), LineWords())
        source.read(pair.source)
        target.read(pair.target)
        return (source, target)
      }
    }.flatMap(\.self)
    expectation = RuleChecks.Expectation(
      languages: (
        try Self.language(read.map(\.source), languages, named: named.source),
        try Self.language(read.map(\.target), languages, named: named.target)
      ),
      scripts: (Self.script(read.map(\.source)), Self.script(read.map(\.target))))
    lengths = Self.lengths(read)
    guard learns else {
      (lexicon, judge) = (nil, nil)
      return
    }
    let stems = read.map {
      (source: Lexicon.stems(of: $0.source), target: Lexicon.stems(of: $0.target))
    }
    let taught = stems.indices.filter { $0 % Self.judgeShare != 0 }.map { stems[$0] }
    let lexicon = Lexicon(taught)
    self.lexicon = lexicon
    guard pairs.count >= Self.fewestPairs else {
      judge = nil
      return
    }
    judge = Self.judge(pairs, read, lexicon, lengths)
  }

  /// How likely two lines are each of the judge's verdicts; empty when there is no judge or a line has no word.
  func probabilities(_ source: Lexicon.Line, _ target: Lexicon.Line) -> [Float] {
    guard let lexicon, let judge, source.words > 0, target.words > 0 else { return [] }
    return judge.probabilities(
      PairFeatures(source, target, lexicon.evidence(source, target), lengths))
  }

  /// Every `2^n`th pair, for the least `n` of which there are no more than `most`.
  private static func sample(
    _ files: CorpusFiles, most: Int, _ progress: (Int) -> Void
  ) throws -> [(source: String, target: String)] {
    let reader = try PairReader(files)
    var pairs: [(source: String, target: String)] = []
    var (step, number) = (1, 0)
    while case let block = try reader.next(8_192), !block.isEmpty {
      for pair in block {
        if number % step == 0, !pair.source.isEmpty, !pair.target.isEmpty { pairs.append(pair) }
        number += 1
        if pairs.count > 2 * most {
          pairs = stride(from: 0, to: pairs.count, by: 2).map { pairs[$0] }
          step *= 2
        }
      }
      progress(block.count)
    }
    for (path, lines) in [(files.source, reader.lines.source), (files.target, reader.lines.target)]
    where lines == 0 {
      throw InputError(
        path, "is empty.", remedy: "A corpus needs at least one sentence and its translation.")
    }
    return pairs
  }

  private static func language(
    _ lines: [LineWords], _ model: LanguageModel, named: String?
  ) throws -> Int? {
    if let named {
      let base = named.split { $0 == "-" || $0 == "_" }.first.map { $0.lowercased() } ?? named
      return model.languages.firstIndex(of: base)
    }
    var identifier = LanguageIdentifier(model)
    var votes = Array(repeating: 0, count: model.languages.count)
    let step = max(1, lines.count / languagePairs)
    for index in stride(from: 0, to: lines.count, by: step) where lines[index].letters >= 20 {
      if let guess = identifier.identify(lines[index]), guess.margin > 2 {
        votes[guess.language] += 1
      }
    }
    guard let best = votes.indices.max(by: { votes[$0] < votes[$1] }), votes[best] >= 10,
      Double(votes[best]) >= languageShare * Double(votes.reduce(0, +))
    else { return nil }
    return best
  }

  private static func script(_ lines: [LineWords]) -> UInt8? {
    var counts: [UInt8: Int] = [:]
    for line in lines { counts.merge(line.scripts, uniquingKeysWith: +) }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  private static func lengths(
    _ pairs: [(source: LineWords, target: LineWords)]
  ) -> PairFeatures.Lengths {
    let (source, target) = pairs.reduce((0, 0)) {
      ($0.0 + $1.source.characters, $0.1 + $1.target.characters)
    }
    guard source > 0, target > 0 else { return PairFeatures.Lengths() }
    let ratio = Float(target) / Float(source)
    let squares = pairs.filter { $0.source.characters >= 10 }.map { pair -> Float in
      let expected = Float(pair.source.characters) * ratio
      let found = Float(pair.target.characters)
      return (found - expected) * (found - expected) / ((expected + found) / 2)
    }.sorted()
    guard squares.count >= 10 else { return PairFeatures.Lengths(ratio: ratio) }
    // The median of a squared normal deviation is 0.455 of its variance; outliers do not move it.
    return PairFeatures.Lengths(
      ratio: ratio, variance: max(0.5, squares[squares.count / 2] / 0.455))
  }

  private static func judge(
    _ pairs: [(source: String, target: String)], _ read: [(source: LineWords, target: LineWords)],
    _ lexicon: Lexicon, _ lengths: PairFeatures.Lengths
  ) -> PairJudge {
    var randomness = RandomStream(seed: 0xD0C)
    let all = Array(stride(from: 0, to: pairs.count, by: judgeShare))
    let step = max(1, all.count / judgePairs)
    var examples: [PairJudge.Example] = []
    func add(_ source: LineWords, _ target: LineWords, _ verdict: PairJudge.Verdict) {
      guard !source.words.isEmpty, !target.words.isEmpty else { return }
      let (source, target) = (lexicon.source(source), lexicon.target(target))
      let evidence = lexicon.evidence(source, target)
      examples.append(
        PairJudge.Example(
          features: PairFeatures(source, target, evidence, lengths), verdict: verdict))
    }
    func cut(_ text: String, _ words: LineWords) -> LineWords? {
      let parts = text.split(separator: " ")
      guard parts.count >= 4 else { return nil }
      let kept = 1 + Int(randomness.next() % UInt64(parts.count * 3 / 4))
      var cut = LineWords()
      cut.read(parts.prefix(kept).joined(separator: " "))
      return cut
    }
    for place in stride(from: 0, to: all.count, by: step) {
      let index = all[place]
      let (source, target) = read[index]
      add(source, target, .sound)
      // Most pairs are sound.
      guard place / step % 3 == 0 else { continue }
      // Neighbours are alike, and so the hardest to tell from the right one.
      let isNear = randomness.next() % 2 == 0
      let other =
        isNear
        ? (index + 1 + Int(randomness.next() % 3)) % pairs.count
        : Int(randomness.next() % UInt64(pairs.count))
      if other != index, read[other].target.foldedHash != target.foldedHash {
        add(source, read[other].target, .misaligned)
      }
      if let target = cut(pairs[index].target, target) { add(source, target, .targetCut) }
      if let source = cut(pairs[index].source, source) { add(source, target, .sourceCut) }
    }
    return PairJudge(examples)
  }
}
