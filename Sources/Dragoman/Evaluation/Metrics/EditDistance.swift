/// The edit distance from one sequence of words to another, near the diagonal of its matrix.
///
/// Row i says what it takes to turn the first i words of the hypothesis into the first j of the
/// reference. Only j within about ``beamWidth`` of the diagonal are looked at, as in Tercom, so a cost
/// can be above the true one. The matrix is kept, and the distance from the same words in another
/// order takes only the rows from the first word on that moved.
struct EditDistance {
  private static let beamWidth = 25
  /// Above any cost, with room to add to it.
  private static let infinity = Int32.max / 2

  /// A row of the matrix. A cell to the left and some to the right of it are infinite, so that the
  /// next row may look at them.
  private struct Row {
    /// The first column that is computed.
    var first: Int
    /// The column after the last.
    var end: Int
    /// What to add to a column for its place in the costs.
    var offset: Int
  }

  /// The reference after one word that is none, so that column j is about word j.
  private let reference: [UInt32]
  private let rows: [Row]
  private var words: [UInt32]
  /// The costs from the words as they stand.
  private var costs: [Int32]
  /// The costs from the words in another order.
  private var reordered: [Int32]

  /// - Parameters:
  ///   - hypothesis: Words as numbers.
  ///   - reference: Words as numbers.
  init(from hypothesis: [UInt32], to reference: [UInt32]) {
    self.reference = [0] + reference
    rows = Self.rows(hypothesis.count, reference.count)
    costs = Array(
      repeating: Self.infinity, count: rows[rows.count - 1].offset + reference.count + 1)
    for column in 0...reference.count { costs[rows[0].offset + column] = Int32(column) }
    reordered = costs
    words = hypothesis
    fill(&costs, words, after: 0)
  }

  /// The distance from the words as they stand.
  var distance: Int { Int(costs[costs.count - 1]) }

  /// Takes the words in another order from now on.
  mutating func update(to words: [UInt32]) {
    self.words = words
    fill(&costs, words, after: 0)
  }

  /// The distance from the same words in another order.
  ///
  /// - Parameter unmoved: How many words at the beginning are where they were.
  mutating func distance(from words: [UInt32], unmoved: Int) -> Int {
    let row = rows[unmoved]
    for place in row.offset + row.first..<row.offset + row.end { reordered[place] = costs[place] }
    fill(&reordered, words, after: unmoved)
    return Int(reordered[reordered.count - 1])
  }

  private func fill(
    _ costs: inout [Int32], _ words: [UInt32], after start: Int
  ) {
    var costs = costs.mutableSpan
    let reference = reference.span
    for index in start..<words.count {
      let word = words[index]
      let row = rows[index + 1]
      let above = rows[index].offset
      var left = Self.infinity
      var diagonal = costs[above + row.first - 1]
      for column in row.first..<row.end {
        let up = costs[above + column]
        let substituted = diagonal + (reference[column] == word ? 0 : 1)
        left = min(substituted, min(up, left) + 1)
        costs[row.offset + column] = left
        diagonal = up
      }
    }
  }

  private static func rows(_ hypothesisLength: Int, _ referenceLength: Int) -> [Row] {
    let slope = Double(referenceLength) / Double(max(1, hypothesisLength))
    // When the reference is very much longer, a row must still meet the row before.
    let isSteep = slope / 2 > Double(beamWidth)
    let beam = isSteep ? Int((slope / 2 + Double(beamWidth)).rounded(.up)) : beamWidth
    var rows = [Row(first: 0, end: referenceLength + 1, offset: 1)]
    for index in 0..<hypothesisLength {
      let diagonal = Int((Double(index + 1) * slope).rounded(.down))
      let isLast = index + 1 == hypothesisLength
      let first = max(0, diagonal - beam)
      let end = isLast ? referenceLength + 1 : min(referenceLength + 1, diagonal + beam)
      let above = rows[index]
      let offset = above.offset + max(above.end, end) + 1 - first
      rows.append(Row(first: first, end: end, offset: offset))
    }
    return rows
  }
}

extension EditDistance {
  /// Which words of the two sides stand for each other.
  struct Alignment {
    /// For each word of the reference that of the hypothesis, or the one before it if there is none;
    /// -1 before the first.
    var positions: [Int]
    /// For each word of the hypothesis whether it is wrong.
    var hypothesisErrors: [Bool]
    /// For each word of the reference whether it is missing.
    var referenceErrors: [Bool]
  }

  /// The alignment of the words as they stand. Where several ways cost the same, a word is rather
  /// kept or substituted than deleted, and rather deleted than inserted.
  var alignment: Alignment {
    var (row, column) = (words.count, reference.count - 1)
    var alignment = Alignment(
      positions: Array(repeating: 0, count: column),
      hypothesisErrors: Array(repeating: true, count: row),
      referenceErrors: Array(repeating: true, count: column))
    func cost(_ row: Int, _ column: Int) -> Int32 { costs[rows[row].offset + column] }
    while row > 0 || column > 0 {
      let isSame = row > 0 && column > 0 && words[row - 1] == reference[column]
      let here = cost(row, column)
      if row > 0, column > 0, here == cost(row - 1, column - 1) + (isSame ? 0 : 1) {
        alignment.positions[column - 1] = row - 1
        alignment.hypothesisErrors[row - 1] = !isSame
        alignment.referenceErrors[column - 1] = !isSame
        (row, column) = (row - 1, column - 1)
      } else if row > 0, here == cost(row - 1, column) + 1 {
        row -= 1
      } else {
        alignment.positions[column - 1] = row - 1
        column -= 1
      }
    }
    return alignment
  }
}
