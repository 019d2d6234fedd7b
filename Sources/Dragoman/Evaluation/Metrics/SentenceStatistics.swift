/// What a metric needs to know of each sentence: rows of numbers that can be added up.
public struct SentenceStatistics: Sendable, Equatable {
  /// The count of numbers that the metric keeps of a sentence.
  public let width: Int
  /// The numbers of the first sentence, of the second and so on.
  public private(set) var values: [Double] = []

  /// The statistics of no sentence.
  ///
  /// - Parameters:
  ///   - width: At least 1.
  ///   - capacity: For how many sentences to make room.
  init(width: Int, capacity: Int) {
    self.width = width
    values.reserveCapacity(width * capacity)
  }

  /// The count of sentences.
  public var count: Int { values.count / width }

  /// The numbers of one sentence, which by themselves are the sum over a corpus of one.
  public subscript(sentence: Int) -> ArraySlice<Double> {
    values[sentence * width..<(sentence + 1) * width]
  }

  /// The sum over all sentences, in their order.
  public func sum() -> [Double] { sum(over: 0..<count) }

  /// The sum over some of the sentences.
  public func sum(over sentences: some Sequence<Int>) -> [Double] {
    var sum = [Double](repeating: 0, count: width)
    for sentence in sentences {
      for offset in 0..<width { sum[offset] += values[sentence * width + offset] }
    }
    return sum
  }

  /// Adds a sentence.
  ///
  /// - Parameter row: ``width`` numbers.
  mutating func append(_ row: [Double]) {
    precondition(row.count == width)
    values += row
  }

  /// Adds the sentences of others with the same ``width``.
  mutating func append(_ others: SentenceStatistics) {
    precondition(others.width == width)
    values += others.values
  }
}

extension Metric {
  /// The score of every sentence by itself, as ``forSentences`` gives it.
  public func sentenceScores(_ statistics: SentenceStatistics) -> [Double] {
    let metric = forSentences
    let values = statistics.values.span
    return (0..<statistics.count).map { sentence in
      let start = sentence * statistics.width
      return metric.score(of: values.extracting(start..<start + statistics.width))
    }
  }
}
