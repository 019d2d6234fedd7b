import Glibc

/// Finds stretches of a corpus in which each source stands beside the target of a line some before or after.
///
/// A hidden Markov model of which the states are shifts: lines like to stay in the state of the line before,
/// and what they say is how well source and target go together (Viterbi 1967).
struct ShiftSearch {
  /// The farthest shift, in lines.
  static let most = 5
  /// Lines behind a block that help to decide about its last.
  static let lookAhead = 48

  /// What a change of the shift costs.
  private static let change: Float = 12
  /// The most that one line may say for or against a shift.
  private static let bound: Float = 6
  /// Of so many lines around one, at least so many must go badly together to be looked at.
  private static let (window, suspicious) = (9, 4)

  /// How likely a source and a target are a translation.
  typealias Soundness = (_ source: Lexicon.Line, _ target: Lexicon.Line) -> Float

  /// The shift of the line before the block.
  private var last = 0

  /// The shift of each line of a block: line `i` of the sources belongs to line `i + shift` of the targets.
  ///
  /// - Parameters:
  ///   - sources: Of the block and of the lines that follow it, up to ``lookAhead``.
  ///   - targets: The same, with ``most`` lines before and as many behind, as far as there are.
  ///   - before: How many of the targets are before the block.
  ///   - count: The lines of the block.
  ///   - inPlace: How likely each source and the target in its place are a translation.
  ///   - soundness: The same of others.
  mutating func shifts(
    sources: [Lexicon.Line], targets: [Lexicon.Line], before: Int, count: Int, inPlace: [Float],
    soundness: Soundness
  ) -> [Int] {
    let isSuspicious = Self.suspicious(inPlace)
    guard last != 0 || isSuspicious.contains(true) else { return Array(repeating: 0, count: count) }
    let states = 2 * Self.most + 1
    var scores = (0..<states).map { $0 == last + Self.most ? Float(0) : -Self.change }
    var (origins, said): ([[UInt8]], [[Float]]) = ([], [])
    for index in sources.indices {
      let best = scores.indices.max { scores[$0] < scores[$1] } ?? Self.most
      var (next, origin) = (scores, (0..<states).map { UInt8($0) })
      var odds = Array(repeating: -Self.bound, count: states)
      for state in 0..<states {
        if scores[best] - Self.change > scores[state] {
          next[state] = scores[best] - Self.change
          origin[state] = UInt8(best)
        }
        let place = before + index + state - Self.most
        if state == Self.most {
          odds[state] = Self.logOdds(inPlace[index])
        } else if isSuspicious[index], targets.indices.contains(place) {
          odds[state] = Self.logOdds(soundness(sources[index], targets[place]))
        }
        next[state] += odds[state]
      }
      scores = next
      origins.append(origin)
      said.append(odds)
    }
    var state = scores.indices.max { scores[$0] < scores[$1] } ?? Self.most
    var path = Array(repeating: Self.most, count: sources.count)
    for index in sources.indices.reversed() {
      path[index] = state
      state = Int(origins[index][state])
    }
    Self.trim(&path, said, after: last + Self.most)
    last = count > 0 ? path[count - 1] - Self.most : last
    return path.prefix(count).map { $0 - Self.most }
  }

  /// Takes lines off the ends of a stretch that do not go together with the target that the shift gives them: what
  /// stands where lines were lost or added belongs to nothing.
  private static func trim(_ states: inout [Int], _ said: [[Float]], after first: Int) {
    let orders = [(Array(states.indices), first), (states.indices.reversed(), states.last ?? most)]
    for (order, beginning) in orders {
      var before = beginning
      for index in order {
        let state = states[index]
        if state != most, before != state, said[index][state] < 0 { states[index] = most }
        before = states[index]
      }
    }
  }

  private static func logOdds(_ probability: Float) -> Float {
    min(max(log(probability / (1 - probability)), -bound), bound)
  }

  private static func suspicious(_ inPlace: [Float]) -> [Bool] {
    var sums = [0]
    for soundness in inPlace { sums.append(sums[sums.count - 1] + (soundness < 0.5 ? 1 : 0)) }
    let bad = inPlace.indices.map { index in
      sums[min(inPlace.count, index + window / 2 + 1)] - sums[max(0, index - window / 2)]
        >= suspicious
    }
    // What is around such lines decides where they begin and end.
    var result = bad
    for index in bad.indices where bad[index] {
      for near in max(0, index - window)...min(bad.count - 1, index + window) {
        result[near] = true
      }
    }
    return result
  }
}
