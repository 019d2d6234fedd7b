/// How much a stretch of a translation was written while looking at a stretch of its source.
package struct TokenLink: Sendable, Equatable {
  /// Bytes of the source, in UTF-8: those of a token.
  package let source: Range<Int>
  /// Bytes of the translation: those of a token, without the white space before it.
  package let target: Range<Int>
  /// The share of the attention; those of one stretch of the translation are 1 at most.
  package let weight: Float

  package init(source: Range<Int>, target: Range<Int>, weight: Float) {
    self.source = source
    self.target = target
    self.weight = weight
  }
}

/// Finds the links of a sentence from where tokens looked. Unlike words (``WordAlignment``), tokens are
/// there in all scripts, and marks are tokens of their own.
struct TokenLinks {
  /// Weights below say nothing.
  private static let least: Float = 0.01

  private let target: Tokenizer
  /// The bytes of each source token; `nil` for those of the frame.
  private let sources: [Range<Int>?]

  /// - Parameter before: How many tokens of the frame stand before the text's.
  init(source text: String, after before: Int, _ tokenizers: TokenizerPair) {
    target = tokenizers.target
    sources =
      Array(repeating: nil, count: before)
      + tokenizers.source.encodeWithOffsets(text).map(\.source)
  }

  /// The links of a translation, in the order of its tokens.
  func links(target tokens: [Int32], text: String, attention: [[Float]]) -> [TokenLink] {
    let bytes = Array(text.utf8)
    var start = 0
    var links: [TokenLink] = []
    for (index, row) in attention.prefix(tokens.count).enumerated() {
      let end = max(start, min(bytes.count, target.decode(tokens[...index]).utf8.count))
      while start < end, bytes[start] == 0x20 { start += 1 }
      for (source, weight) in zip(sources, row) where weight >= Self.least {
        guard let source, !source.isEmpty, start < end else { continue }
        links.append(TokenLink(source: source, target: start..<end, weight: weight))
      }
      start = end
    }
    return links
  }
}

extension Translation {
  /// The links between the line and ``text``; empty if attention was not recorded.
  package var links: [TokenLink] {
    let texts = sentences.map { $0.hypotheses.first?.text ?? "" }
    let gaps = paragraph.gaps(between: texts)
    var target = 0
    var links: [TokenLink] = []
    for (index, range) in paragraph.ranges.enumerated() {
      target += gaps[index].utf8.count
      let source = paragraph.line.utf8.distance(
        from: paragraph.line.startIndex, to: range.lowerBound)
      links += (sentences[index].hypotheses.first?.links ?? []).map {
        TokenLink(
          source: $0.source.moved(source), target: $0.target.moved(target), weight: $0.weight)
      }
      target += texts[index].utf8.count
    }
    return links
  }
}

extension Range<Int> {
  fileprivate func moved(_ distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}
