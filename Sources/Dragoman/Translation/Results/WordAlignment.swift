/// Finds which words translate each other from where tokens looked.
struct WordAlignment {
  private let target: Tokenizer
  /// The word that each source token belongs to; `nil` for those of the frame.
  private let sourceWords: [Int?]

  /// - Parameters:
  ///   - source: The source's tokens, without its frame.
  ///   - before: The tokens of the frame before them.
  init(source: some Sequence<Int32>, after before: Int, _ tokenizers: TokenizerPair) {
    target = tokenizers.target
    sourceWords =
      Array(repeating: nil, count: before) + Self.words(of: Array(source), tokenizers.source)
  }

  /// The pairs of a translation, sorted. Each token belongs with the source token that it looked at
  /// most; one that looked most at the source's frame belongs with nothing.
  ///
  /// - Parameters:
  ///   - target: The translation's tokens, without the end mark.
  ///   - attention: One row a token at least, over the source in its frame.
  func pairs(target: [Int32], attention: [[Float]]) -> [WordPair] {
    var pairs: Set<WordPair> = []
    for (word, row) in zip(Self.words(of: target, self.target), attention) {
      let most = row.indices.max { (row[$0], $1) < (row[$1], $0) }
      if let most, most < sourceWords.count, let source = sourceWords[most] {
        pairs.insert(WordPair(source: source, target: word))
      }
    }
    return pairs.sorted()
  }

  /// For each token, how many words are complete before the last character that it brings.
  private static func words(of tokens: [Int32], _ tokenizer: Tokenizer) -> [Int] {
    tokens.indices.map { index in
      let text = tokenizer.decode(tokens[...index])
      return max(0, text.split(whereSeparator: \.isWhitespace).count - 1)
    }
  }
}
