/// Where the vocabulary of a model comes from.
public enum VocabularyChoice: Sendable, Equatable {
  /// Learned from the corpora, with so many tokens; from both sides together where it is joint, else one
  /// for each side.
  case learned(size: Int, isJoint: Bool)
  /// A file that both sides share, in any ``TokenizerFormat``.
  case file(String)
  /// A file for each side.
  case files(source: String, target: String)

  /// Reads or learns it.
  ///
  /// - Parameter wordBytes: How long the different words may be together from which it is learned; `nil` for the
  ///   default.
  /// - Throws: ``InputError`` when a file is not a vocabulary with an end mark, or the text of a
  ///   corpus cannot give one.
  func tokenizers(
    for corpora: [CorpusPart], wordBytes: Int?, threads: Int
  ) throws -> TokenizerPair {
    switch self {
    case .file(let path): return try TokenizerPair(joint: Tokenizer(contentsOf: path))
    case .files(let source, let target):
      return try TokenizerPair(
        source: Tokenizer(contentsOf: source), target: Tokenizer(contentsOf: target))
    case .learned(let size, let isJoint):
      let tags = corpora.compactMap(\.tag)
      let reserved = tags.indices.filter { index in
        !tags[..<index].contains { $0.hasBytes(of: tags[index]) }
      }.map { tags[$0] }
      func learn(_ sides: [KeyPath<ParallelCorpus, [String]>], _ reserved: [String]) throws
        -> Tokenizer
      {
        var options = BytePairTrainer.Options(vocabularySize: size, reservedTokens: reserved)
        options.maximumWordBytes = wordBytes ?? options.maximumWordBytes
        var trainer = BytePairTrainer(options: options)
        for part in corpora {
          for side in sides { trainer.add(part.text[keyPath: side], threads: threads) }
        }
        return try trainer.train()
      }
      guard isJoint else {
        return try TokenizerPair(source: learn([\.source], reserved), target: learn([\.target], []))
      }
      return try TokenizerPair(joint: learn([\.source, \.target], reserved))
    }
  }
}
