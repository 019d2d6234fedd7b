/// Where the vocabulary of a model comes from.
public enum VocabularyChoice: Sendable, Equatable {
  /// Learned from the corpora, with so many tokens; from both sides together where it is joint, else one
  /// for each side.
  case learned(size: Int, isJoint: Bool)
  /// A file that both sides share.
  case file(String)
  /// A file for each side.
  case files(source: String, target: String)

  /// Reads or learns it.
  ///
  /// - Throws: ``InputError`` when a file is not one that can be trained with, or the text of a corpus
  ///   cannot give a vocabulary.
  func tokenizers(for corpora: [CorpusPart], threads: Int) throws -> TokenizerPair {
    switch self {
    case .file(let path): return TokenizerPair(joint: try Self.tokenizer(path))
    case .files(let source, let target):
      return TokenizerPair(source: try Self.tokenizer(source), target: try Self.tokenizer(target))
    case .learned(let size, let isJoint):
      let tags = corpora.compactMap(\.tag)
      let reserved = tags.indices.filter { !tags[..<$0].contains(tags[$0]) }.map { tags[$0] }
      func learn(_ sides: [KeyPath<ParallelCorpus, [String]>], _ reserved: [String]) throws
        -> Tokenizer
      {
        var trainer = BytePairTrainer(
          options: .init(vocabularySize: size, reservedTokens: reserved))
        for part in corpora {
          for side in sides { trainer.add(part.text[keyPath: side], threads: threads) }
        }
        return try trainer.train()
      }
      return isJoint
        ? TokenizerPair(joint: try learn([\.source, \.target], reserved))
        : TokenizerPair(source: try learn([\.source], reserved), target: try learn([\.target], []))
    }
  }

  private static func tokenizer(_ path: String) throws -> Tokenizer {
    let tokenizer = try Tokenizer(contentsOf: path)
    guard tokenizer.isOwn else {
      throw InputError(
        path, "the vocabulary can be read, but not trained with.",
        remedy: "Learn one with Dragoman, or leave out --vocabulary.")
    }
    return tokenizer
  }
}
