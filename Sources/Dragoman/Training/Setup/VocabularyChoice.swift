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
  /// - Parameters:
  ///   - wordBytes: How long the different words may be together from which it is learned; `nil` for the default.
  ///   - storage: Where one that is learned is kept, if the corpora lie on disk.
  /// - Throws: ``InputError`` when a file is not a vocabulary with an end mark, or the text of a
  ///   corpus cannot give one.
  func tokenizers(
    for corpora: [CorpusPart], wordBytes: Int?, storage: CorpusStorage, threads: Int
  ) throws -> TokenizerPair {
    switch self {
    case .file(let path): return try TokenizerPair(joint: Tokenizer(contentsOf: path))
    case .files(let source, let target):
      return try TokenizerPair(
        source: Tokenizer(contentsOf: source), target: Tokenizer(contentsOf: target))
    case .learned(let size, let isJoint):
      return try LearnedVocabulary(
        of: corpora, size: size, isJoint: isJoint, wordBytes: wordBytes, storage: storage,
        threads: threads
      ).tokenizers()
    }
  }
}
