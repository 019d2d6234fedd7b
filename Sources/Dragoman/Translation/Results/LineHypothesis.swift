/// A possible translation of a whole line: one of each sentence.
public struct LineHypothesis: Sendable, Equatable {
  /// One line of text, whatever the model wrote.
  public let text: String
  /// The sum of the sentences' log-probabilities; 0 if not computed.
  public let logProbability: Float
  /// The sum of the sentences' scores; 0 if not computed.
  public let score: Float
  /// Words of the line and of the text that translate each other; empty if attention was not recorded.
  public let alignment: [WordPair]
}

extension Translation {
  /// The best translations of the line, ``text`` first.
  ///
  /// Those of a line with one sentence are in the order of search. Those of several sentences combine
  /// their hypotheses, and come after the first by the sum of the scores.
  ///
  /// - Parameter count: How many at most; 1 or more.
  public func hypotheses(_ count: Int) -> [LineHypothesis] {
    var chosen: [(hypotheses: [TranslatedHypothesis], score: Float)] = [([], 0)]
    for sentence in sentences where !sentence.hypotheses.isEmpty {
      let isFirst = chosen[0].hypotheses.isEmpty
      let longer = chosen.flatMap { choice in
        sentence.hypotheses.prefix(count).map {
          (hypotheses: choice.hypotheses + [$0], score: choice.score + $0.score)
        }
      }
      let others = Array(longer.dropFirst())
      let sorted = isFirst ? others : others.sorted { $0.score > $1.score }
      chosen = Array((longer.prefix(1) + sorted).prefix(count))
    }
    return chosen.map { LineHypothesis(paragraph, sentences, $0.hypotheses) }
  }
}

extension LineHypothesis {
  /// - Parameter hypotheses: One for each sentence that has any.
  fileprivate init(
    _ paragraph: Paragraph, _ sentences: [TranslatedSentence], _ hypotheses: [TranslatedHypothesis]
  ) {
    var rest = hypotheses[...]
    let translations = sentences.map { $0.hypotheses.isEmpty ? nil : rest.popFirst() }
    let texts = translations.map { $0?.text ?? "" }
    let gaps = paragraph.gaps(between: texts)
    var (source, target) = (WordCount(), WordCount())
    var text = ""
    var alignment: [WordPair] = []
    for (index, range) in paragraph.ranges.enumerated() {
      let end = index > 0 ? paragraph.ranges[index - 1].upperBound : paragraph.line.startIndex
      source.add(paragraph.line[end..<range.lowerBound])
      target.add(gaps[index])
      alignment += (translations[index]?.alignment ?? []).map {
        WordPair(source: source.next + $0.source, target: target.next + $0.target)
      }
      source.add(paragraph.line[range])
      target.add(texts[index][...])
      text += gaps[index] + texts[index]
    }
    self.text = (text + gaps[paragraph.ranges.count]).onOneLine
    self.alignment = alignment.sorted()
    logProbability = hypotheses.reduce(0) { $0 + $1.logProbability }
    score = hypotheses.reduce(0) { $0 + $1.score }
  }
}

/// Counts the words of a text that comes in parts.
private struct WordCount {
  private var count = 0
  private var isInWord = false

  /// The number of the word that the next part begins in.
  var next: Int { isInWord ? count - 1 : count }

  mutating func add(_ part: Substring) {
    for character in part {
      if !character.isWhitespace, !isInWord { count += 1 }
      isInWord = !character.isWhitespace
    }
  }
}

extension String {
  /// The text with a space for each line feed: a model may write any byte, and a line must stay one.
  fileprivate var onOneLine: String {
    String(decoding: utf8.map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
  }
}
