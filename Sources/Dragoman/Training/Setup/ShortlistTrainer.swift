/// Makes the shortlist of a model from sentence pairs, such as those that it was trained on.
public struct ShortlistTrainer {
  /// What a shortlist does to the pairs that it was learned from.
  public struct Report: Sendable {
    /// Tokens of the vocabulary.
    public let vocabularySize: Int
    /// Mean tokens of a sentence's list.
    public let candidates: Double
    /// Share of the targets' tokens that are in their sentence's list.
    public let coverage: Double
  }

  private let folder: ModelFolder
  private let tokenizers: TokenizerPair
  private let corpus: TokenizedCorpus

  /// Reads the model's vocabulary and encodes the corpus.
  ///
  /// - Throws: ``InputError`` when the model folder is not what it must be, or no pair has tokens.
  public init(
    _ corpus: ParallelCorpus, folder: ModelFolder, storage: CorpusStorage = CorpusStorage(),
    threads: Int
  ) throws {
    let configuration = try folder.loadConfiguration()
    self.folder = folder
    tokenizers = try folder.loadTokenizers()
    try tokenizers.check(configuration, of: folder)
    self.corpus = try TokenizedCorpus(
      [CorpusPart(corpus)],
      encoder: PairEncoder(tokenizers, maximumLength: configuration.maximumPositions),
      storage: storage, threads: threads)
    guard self.corpus.count > 0 else {
      throw InputError(
        "\(Setting.source)", "no pair with text on both sides that the model can hold.",
        remedy: "Give a corpus with one sentence a line.")
    }
  }

  /// Learns the shortlist and writes it into the model's folder.
  ///
  /// - Parameter translations: The most for each token of the source.
  /// - Throws: ``InputError`` when the file cannot be written.
  public func train(translations: Int) throws -> Report {
    let table = try TranslationTable(corpus, vocabularySize: tokenizers.source.count)
    let shortlist = Shortlist(
      frequent: try frequentTokens(),
      translations: RaggedTokens(
        (0..<Int32(tokenizers.source.count)).map { table.translations(of: $0, most: translations) })
    )
    try shortlist.save(to: folder.shortlistPath)
    return try report(on: shortlist)
  }

  /// The most frequent tokens of the targets, ascending; the end mark, which every target has, is one.
  private func frequentTokens() throws -> [Int32] {
    var counts = Array(repeating: 0, count: tokenizers.target.count)
    for number in 0..<corpus.count {
      for token in try corpus.pair(number).target { counts[Int(token)] += 1 }
    }
    counts[Int(tokenizers.targetFrame.end)] = .max
    let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return order.prefix(Shortlist.frequentTokens).map(Int32.init).sorted()
  }

  private func report(on shortlist: Shortlist) throws -> Report {
    var (candidates, covered) = (0, 0)
    for number in 0..<corpus.count {
      let pair = try corpus.pair(number)
      let list = Set(shortlist.tokens(for: pair.source))
      candidates += list.count
      covered += pair.target.count(where: list.contains)
    }
    return Report(
      vocabularySize: tokenizers.target.count,
      candidates: Double(candidates) / Double(corpus.count),
      coverage: Double(covered) / Double(corpus.labelCount - corpus.count))
  }
}
