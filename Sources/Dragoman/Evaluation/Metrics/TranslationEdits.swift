/// The fewest edits that are found to make a hypothesis into a reference (Snover et al. 2006).
///
/// The best shift is made until none makes the edit distance smaller. What counts as a candidate, which
/// of several is best and after how many the search ends follow sacreBLEU, and it follows Tercom.
struct TranslationEdits {
  private static let longestShift = 10
  private static let farthestShift = 50
  private static let mostCandidates = 1_000

  /// The hypothesis with the shifts made so far.
  private var words: [UInt32]
  /// The words after one shift more.
  private var shifted: [UInt32]
  private let reference: [UInt32]
  private var editDistance: EditDistance
  /// How many shifts have been looked at.
  private var candidates = 0

  /// How many shifts, insertions, deletions and substitutions of words it takes.
  ///
  /// - Parameters:
  ///   - hypothesis: Words as numbers.
  ///   - reference: Words as numbers.
  static func count(from hypothesis: [UInt32], to reference: [UInt32]) -> Int {
    if reference.isEmpty { return hypothesis.count }
    var edits = TranslationEdits(from: hypothesis, to: reference)
    var shifts = 0
    while let shift = edits.bestShift() {
      edits.make(shift)
      edits.words = edits.shifted
      edits.editDistance.update(to: edits.words)
      shifts += 1
    }
    return shifts + edits.editDistance.distance
  }

  private init(from hypothesis: [UInt32], to reference: [UInt32]) {
    words = hypothesis
    shifted = hypothesis
    self.reference = reference
    editDistance = EditDistance(from: hypothesis, to: reference)
  }

  /// The shift that makes the distance smallest; of several the longest, then the first, then the one
  /// with the first target. `nil` when none helps or too many have been looked at.
  private mutating func bestShift() -> Shift? {
    let alignment = editDistance.alignment
    var best: Shift?
    var bestDistance = editDistance.distance
    for start in words.indices {
      let nearest = max(0, start - Self.farthestShift)
      let farthest = min(reference.count - 1, start + Self.farthestShift)
      for goal in stride(from: nearest, through: farthest, by: 1)
      where words[start] == reference[goal] {
        let position = alignment.positions[goal]
        var (isWrong, isMissing) = (false, false)
        for length in 0..<commonLength(start, goal) {
          isWrong = isWrong || alignment.hypothesisErrors[start + length]
          isMissing = isMissing || alignment.referenceErrors[goal + length]
          // Words that are right where they are stay, and none move into themselves.
          guard isWrong, isMissing, position < start || position > start + length else { continue }
          var shift = Shift(start: start, length: length + 1, target: -1)
          for place in goal - 1...goal + length {
            let target = place < 0 ? 0 : alignment.positions[place] + 1
            if target == shift.target { continue }
            shift.target = target
            candidates += 1
            make(shift)
            let distance = editDistance.distance(from: shifted, unmoved: min(start, target))
            guard distance <= bestDistance else { continue }
            if distance < bestDistance || best.map(shift.isPreferred(to:)) == true {
              (best, bestDistance) = (shift, distance)
            }
          }
          if candidates >= Self.mostCandidates { return nil }
        }
      }
    }
    return best
  }

  /// How many words from `start` on are those of the reference from `goal` on.
  private func commonLength(_ start: Int, _ goal: Int) -> Int {
    let longest = min(Self.longestShift, words.count - start, reference.count - goal)
    for length in 0..<longest where words[start + length] != reference[goal + length] {
      return length
    }
    return longest
  }

  /// Sets ``shifted``.
  private mutating func make(_ shift: Shift) {
    let end = shift.start + shift.length
    // A target among the words that move says how far they go.
    let (from, middle, to) =
      if shift.target < shift.start {
        (shift.target, shift.start, end)
      } else if shift.target > end {
        (shift.start, end, shift.target)
      } else {
        (shift.start, end, min(words.count, shift.target + shift.length))
      }
    for index in 0..<from { shifted[index] = words[index] }
    for index in middle..<to { shifted[from + index - middle] = words[index] }
    for index in from..<middle { shifted[to - middle + index] = words[index] }
    for index in to..<words.count { shifted[index] = words[index] }
  }
}

/// Words that stand together and the place they go to.
private struct Shift {
  var start: Int
  var length: Int
  /// The place before which the first of them goes.
  var target: Int

  /// Whether this shift is taken rather than another that helps as much.
  func isPreferred(to other: Shift) -> Bool {
    (-length, start, target) < (-other.length, other.start, other.target)
  }
}
