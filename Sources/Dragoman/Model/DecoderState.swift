/// What a decoder knows beside the tokens it is given: the source and, when the target comes a few
/// tokens at a time, the tokens before.
///
/// Training gives the whole target at once and needs no memory of tokens; translation gives one at a
/// time. The decoder does not know the difference.
package final class DecoderState {
  /// The source's keys and values for each layer, [source tokens, 2D].
  let source: [Variable]
  private let sourceOffsets: [Int32]
  /// For each sentence that is still decoded, its number in the source and how many hypotheses it
  /// has. Hypotheses of a sentence follow each other and share its source.
  private var sentences: [(source: Int, hypotheses: Int)]
  /// `nil` when the whole target is given at once.
  let cache: KeyValueCache?

  init(source: [Variable], offsets: [Int32], cache: KeyValueCache?) {
    self.source = source
    sourceOffsets = offsets
    sentences = (0..<offsets.count - 1).map { ($0, 1) }
    self.cache = cache
  }

  /// Goes on with other hypotheses.
  ///
  /// - Parameters:
  ///   - parents: For each hypothesis from now on, the number of the present one that it continues.
  ///   - sentences: Which sentences these belong to, in order, and how many each has.
  package func select(_ parents: [Int], sentences: [(source: Int, hypotheses: Int)]) {
    self.sentences = sentences
    cache?.select(parents)
  }

  /// The positions of the next tokens of each hypothesis; `nil` where all begin at zero.
  var starts: [Int]? { cache?.lengths }

  /// Who sees which target tokens.
  func selfAttentionLayout(_ tokens: RaggedTokens) -> AttentionLayout {
    cache?.extend(by: tokens)
      ?? AttentionLayout(
        queryOffsets: tokens.offsets, keyOffsets: tokens.offsets, isCausal: true)
  }

  /// Who sees which source tokens: all queries of a sentence, its whole source.
  func crossAttentionLayout(_ tokens: RaggedTokens) -> AttentionLayout {
    var layout = AttentionLayout(queryOffsets: [0], keyOffsets: [0], keyRows: [], isCausal: false)
    var hypotheses = 0
    var rows: [Int32] = []
    for sentence in sentences {
      hypotheses += sentence.hypotheses
      layout.queryOffsets.append(tokens.offsets[hypotheses])
      rows += sourceOffsets[sentence.source]..<sourceOffsets[sentence.source + 1]
      layout.keyOffsets.append(Int32(rows.count))
    }
    layout.keyRows = cache == nil ? nil : rows
    return layout
  }
}
