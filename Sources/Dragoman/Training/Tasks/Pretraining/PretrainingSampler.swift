/// Makes of passages what pretraining reads, with some words hidden.
struct PretrainingSampler: Sendable {
  let passages: Passages
  private let masking: TokenMasking
  private let frame: SentenceFrame
  /// About how many tokens are predicted of a passage.
  let tokensPerPassage: Double

  init(_ passages: Passages, masking: TokenMasking, frame: SentenceFrame) {
    self.passages = passages
    self.masking = masking
    self.frame = frame
    let tokens = (0..<passages.count).reduce(0) {
      $0 + TokenMasking.count(of: passages.labelCount($1))
    }
    tokensPerPassage = Double(tokens) / Double(max(1, passages.count))
  }

  /// Adds a passage to a batch.
  ///
  /// - Parameter randomness: Decides what is hidden, and what is made a pair.
  func add(_ passage: Int, to batch: inout MaskedBatch, using randomness: inout RandomStream) {
    let text = passages.text
    let parts = passages.parts(of: passage, using: &randomness)
    let split = parts.first.count
    var tokens = Array(text.tokens[parts.first])
    var words = text.words(in: parts.first)
    if let second = parts.second {
      tokens += text.tokens[second]
      words += text.words(in: second).map { $0.lowerBound + split..<$0.upperBound + split }
    }
    let whole = tokens
    let places = masking.hide(&tokens, words: words, using: &randomness)
    // A mark stands before the first part, and one between the two.
    let first = batch.input.tokens.ids.count + 1
    for place in places {
      batch.rows.append(Int32(first + place + (place < split ? 0 : 1)))
      batch.labels.append(whole[place])
    }
    batch.input.append(
      tokens[..<split], parts.second == nil ? nil : tokens[split...],
      begin: frame.before.last ?? frame.end, end: frame.end)
    if passages.arePairs { batch.isOther.append(parts.isOther ? 1 : 0) }
  }
}
