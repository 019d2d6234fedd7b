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

extension [TokenLink] {
  /// The links of a translation of a translation: each weighs as much as its two, and by how much of the text between
  /// they share.
  package func followed(by others: [TokenLink]) -> [TokenLink] {
    var weights: [TokenLink.Place: Float] = [:]
    for link in self {
      for other in others where link.target.overlaps(other.source) {
        let shared = link.target.clamped(to: other.source).count
        weights[TokenLink.Place(source: link.source, target: other.target), default: 0] +=
          link.weight * other.weight * Float(shared) / Float(other.source.count)
      }
    }
    return weights.map { TokenLink(source: $0.source, target: $0.target, weight: $1) }
      .sorted {
        ($0.target.lowerBound, $0.source.lowerBound) < ($1.target.lowerBound, $1.source.lowerBound)
      }
  }
}

extension TokenLink {
  fileprivate struct Place: Hashable {
    let source: Range<Int>
    let target: Range<Int>
  }
}

extension Range<Int> {
  fileprivate func moved(_ distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}
