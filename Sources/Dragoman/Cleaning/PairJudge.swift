import Glibc

/// Tells sound pairs from those of other lines and from those of which a side is cut: a multinomial logistic
/// regression.
///
/// It is learned from the corpus itself, of which pairs are broken on purpose (as Bicleaner's negatives are:
/// Sánchez-Cartagena et al. 2018). Most pairs of a corpus are sound; those that do not look so are left out
/// when it is learned anew.
struct PairJudge: Sendable {
  /// What a pair may be.
  enum Verdict: Int, Sendable, CaseIterable {
    case sound, misaligned, sourceCut, targetCut
  }

  /// A pair that is known to be one of these.
  struct Example: Sendable {
    var features: PairFeatures
    var verdict: Verdict
  }

  private static let passes = 30
  /// How often it is learned anew without pairs that turned out not to be sound.
  private static let rounds = 3

  /// [verdicts][features]
  private var weights = Array(
    repeating: Array<Float>(repeating: 0, count: PairFeatures.count),
    count: Verdict.allCases.count)

  init(_ examples: [Example], seed: UInt64 = 1) {
    var examples = examples
    for round in 0..<Self.rounds {
      learn(examples, seed: seed)
      guard round + 1 < Self.rounds else { break }
      examples.removeAll { $0.verdict == .sound && probabilities($0.features)[0] < 0.5 }
    }
  }

  /// How likely a pair is each of the verdicts.
  func probabilities(_ features: PairFeatures) -> [Float] {
    let scores = weights.map { row in
      zip(row, features.values).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    }
    let most = scores.max() ?? 0
    let powers = scores.map { exp($0 - most) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// Goes down the gradient, one example after another in random order (Adagrad; Duchi et al. 2011).
  private mutating func learn(_ examples: [Example], seed: UInt64) {
    guard !examples.isEmpty else { return }
    for row in weights.indices { for column in weights[row].indices { weights[row][column] = 0 } }
    var squares = weights
    var randomness = RandomStream(seed: seed)
    var order = Array(examples.indices)
    for _ in 0..<Self.passes {
      order.shuffle(using: &randomness)
      for index in order {
        let values = examples[index].features.values
        let probabilities = probabilities(examples[index].features)
        for row in weights.indices {
          let error = probabilities[row] - (row == examples[index].verdict.rawValue ? 1 : 0)
          for column in values.indices {
            let slope = error * values[column] + 1e-5 * weights[row][column]
            squares[row][column] += slope * slope
            weights[row][column] -= 0.1 * slope / (squares[row][column].squareRoot() + 1e-6)
          }
        }
      }
    }
  }
}
