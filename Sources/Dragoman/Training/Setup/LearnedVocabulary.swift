/// The vocabulary that is learned from corpora. It is kept beside those that lie on disk, since to count their words
/// takes as long as to read them.
struct LearnedVocabulary {
  private let corpora: [CorpusPart]
  private let isJoint: Bool
  private let options: BytePairTrainer.Options
  private let storage: CorpusStorage
  private let threads: Int

  /// - Parameters:
  ///   - size: How many tokens it has.
  ///   - isJoint: Whether both sides share one.
  ///   - wordBytes: How long the different words may be together from which it is learned; `nil` for the default.
  init(
    of corpora: [CorpusPart], size: Int, isJoint: Bool, wordBytes: Int?, storage: CorpusStorage,
    threads: Int
  ) {
    self.corpora = corpora
    self.isJoint = isJoint
    var options = BytePairTrainer.Options(vocabularySize: size)
    var storage = storage
    storage.memory = 0
    if corpora.allSatisfy({ $0.text.path == nil }) {
      storage.folder = nil
    } else {
      options.maximumWordBytes = Self.wordBytesOfLargeCorpus
    }
    if let wordBytes { options.maximumWordBytes = min(options.maximumWordBytes, wordBytes) }
    self.options = options
    self.storage = storage
    self.threads = threads
  }

  /// The same of corpora that are too large for memory: some three million words, which take 1 GiB.
  private static let wordBytesOfLargeCorpus = 24 << 20

  /// What a file of records says of the vocabulary in it.
  private struct Note: RecordNote {
    /// What it was learned from.
    var key: String
  }

  /// Learns it, or finds it where it was kept.
  ///
  /// - Throws: ``InputError`` when the text cannot give one, or cannot be read.
  func tokenizers() throws -> TokenizerPair {
    let key = key
    let name = "\(key).vocabulary"
    if let (kept, _) = try storage.records(name, isRight: { (note: Note) in note.key == key }) {
      let read = try (0..<kept.count).map { number in
        try Tokenizer(json: String(decoding: kept.record(number), as: UTF8.self), place: name)
      }
      return try pair(read)
    }
    let learned =
      try isJoint
      ? [learn([.source, .target], tags)] : [learn([.source], tags), learn([.target], [])]
    if storage.folder != nil {
      var writer = storage.writer(name)
      for tokenizer in learned { try writer.append(Array(tokenizer.json.text.utf8)) }
      _ = try writer.finish(tables: []) { _ in try Note(key: key).description }
    }
    return try pair(learned)
  }

  private func pair(_ tokenizers: [Tokenizer]) throws -> TokenizerPair {
    isJoint
      ? try TokenizerPair(joint: tokenizers[0])
      : try TokenizerPair(source: tokenizers[0], target: tokenizers[1])
  }

  private func learn(_ sides: [ParallelCorpus.Side], _ reserved: [String]) throws -> Tokenizer {
    var options = options
    options.reservedTokens = reserved
    var trainer = BytePairTrainer(options: options)
    for part in corpora {
      for side in sides {
        for numbers in (0..<part.text.count).chunks(of: BytePairTrainer.linesBetweenPrunings) {
          trainer.add(try part.text.lines(of: side, numbers), threads: threads)
        }
      }
    }
    return try trainer.train()
  }

  /// The control tokens of the corpora, each once.
  private var tags: [String] {
    let tags = corpora.compactMap(\.tag)
    return tags.indices.filter { index in
      !tags[..<index].contains { $0.hasBytes(of: tags[index]) }
    }.map { tags[$0] }
  }

  /// What it is learned from.
  private var key: String {
    var key = Fingerprint()
    key.add(UInt64(options.vocabularySize))
    key.add(UInt64(options.maximumWordBytes))
    key.add(isJoint ? 1 : 0)
    for text in tags + corpora.map(\.text.fingerprint) { key.add(bytes: Array(text.utf8)) }
    return key.text
  }
}
