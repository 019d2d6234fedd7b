/// What pretraining reads at a time: a sentence, or a passage of sentences that follow each other in a document
/// (Devlin et al. 2019, section A.2).
package struct Passages: ExampleStore {
  /// The two parts of a passage that is read as a pair, or one.
  package struct Parts {
    /// The tokens of the first part, and of the second; they lie at places of the text.
    package var first: Range<Int>
    package var second: Range<Int>?
    /// Whether the second part is from another document.
    package var isOther = false
  }

  package let text: TokenizedText
  /// [passages] The sentences of each.
  private var sentences: [Range<Int32>] = []
  /// [passages] The document of each.
  private var documents: [Int32] = []
  /// Whether they are read as pairs.
  let arePairs: Bool
  /// The most tokens of a passage, without marks.
  private let maximumLength: Int

  /// - Parameters:
  ///   - arePairs: Whether to make pairs, of which half do not belong together; else each sentence is read by
  ///     itself.
  ///   - maximumLength: The most tokens of a passage, without marks.
  package init(_ text: TokenizedText, arePairs: Bool, maximumLength: Int) {
    self.text = text
    self.arePairs = arePairs
    self.maximumLength = maximumLength
    for document in 0..<text.documentCount {
      var start = text.documents[document]
      let end = text.documents[document + 1]
      while start < end {
        var next = start + 1
        while arePairs, next < end, text.place(of: start..<next + 1).count <= maximumLength {
          next += 1
        }
        sentences.append(Int32(start)..<Int32(next))
        documents.append(Int32(document))
        start = next
      }
    }
  }

  package var count: Int { sentences.count }

  package func labelCount(_ passage: Int) -> Int {
    min(text.place(of: range(passage)).count, maximumLength) + (arePairs ? 3 : 2)
  }

  package func epoch(using randomness: inout RandomStream) -> [UInt32] {
    Array(0..<UInt32(count))
  }

  private func range(_ passage: Int) -> Range<Int> {
    Int(sentences[passage].lowerBound)..<Int(sentences[passage].upperBound)
  }

  /// A passage as it is read.
  ///
  /// A pair is a passage cut between two sentences. In half of the cases another document's sentences take the
  /// place of what follows, about as many tokens. Of a passage of one sentence nothing follows, so that it
  /// always has those.
  ///
  /// - Parameter randomness: Draws where it is cut, and what takes the place of the second part.
  package func parts(of passage: Int, using randomness: inout RandomStream) -> Parts {
    let range = range(passage)
    guard arePairs else {
      return Parts(first: text.place(of: range).prefix(maximumLength), second: nil)
    }
    var cut = range.upperBound
    if range.count > 1 { cut = .random(in: range.dropFirst(), using: &randomness) }
    var first = text.place(of: range.lowerBound..<cut)
    let second = text.place(of: cut..<range.upperBound)
    if !second.isEmpty, Bool.random(using: &randomness) {
      return Parts(first: first, second: second)
    }
    if second.isEmpty { first = first.prefix(max(1, maximumLength / 2)) }
    let room = second.isEmpty ? maximumLength - first.count : second.count
    let other = otherSentences(than: passage, using: &randomness)
    return Parts(first: first, second: other.prefix(max(1, room)), isOther: true)
  }

  /// The tokens of a passage of another document, from one of its sentences on.
  private func otherSentences(
    than passage: Int, using randomness: inout RandomStream
  ) -> Range<Int> {
    var other = Int.random(in: 0..<count, using: &randomness)
    // All documents but one are others, so that a few draws are enough.
    while documents[other] == documents[passage] {
      other = Int.random(in: 0..<count, using: &randomness)
    }
    let sentences = range(other)
    let start = Int.random(in: sentences, using: &randomness)
    return text.place(of: start..<sentences.upperBound)
  }
}

extension Range<Int> {
  /// The range of the first so many.
  fileprivate func prefix(_ most: Int) -> Range<Int> {
    lowerBound..<Swift.min(upperBound, lowerBound + most)
  }

  /// The range without its first number.
  fileprivate func dropFirst() -> Range<Int> { lowerBound + 1..<upperBound }
}
