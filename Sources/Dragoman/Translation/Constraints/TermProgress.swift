/// How far a hypothesis has come with the terms it must have, which may come in any order but are each
/// written without a break.
struct TermProgress {
  private(set) var remaining: [[Int32]]
  /// The term that is being written, and how many of its tokens are there.
  private var current: (term: Int, length: Int)?

  init(_ terms: [[Int32]]) {
    remaining = terms.filter { !$0.isEmpty }
  }

  /// Tokens of terms that are there: by this hypotheses are put into banks (Post & Vilar 2018).
  func met(of terms: [[Int32]]) -> Int {
    let missing = remaining.reduce(0) { $0 + $1.count }
    return terms.reduce(0) { $0 + $1.count } - missing + (current?.length ?? 0)
  }

  var isComplete: Bool { remaining.isEmpty }

  /// The tokens that would go on with a term, or begin one.
  var nextTokens: [Int32] {
    if let current { return [remaining[current.term][current.length]] }
    return remaining.map { $0[0] }
  }

  /// Takes a token into account. A term that is broken off must begin again.
  mutating func advance(by token: Int32) {
    if let (term, length) = current, remaining[term][length] == token {
      current = (term, length + 1)
    } else {
      current = remaining.firstIndex { $0[0] == token }.map { ($0, 1) }
    }
    if let (term, length) = current, length == remaining[term].count {
      remaining.remove(at: term)
      current = nil
    }
  }
}
