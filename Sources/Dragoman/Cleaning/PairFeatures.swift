import Glibc

/// What the judge of pairs looks at.
struct PairFeatures: Sendable {
  static let count = 20

  /// [count] Numbers of about the same size.
  let values: [Float]

  /// How long translations of the corpus are.
  struct Lengths: Sendable {
    /// Characters of the target for each of the source.
    var ratio: Float = 1
    /// The variance of the difference for each character (Gale & Church 1993).
    var variance: Float = 6.8

    /// By how many standard deviations a target is too long.
    func deviation(_ source: Int, _ target: Int) -> Float {
      let expected = Float(source) * ratio
      return (Float(target) - expected)
        / (variance * (expected + Float(target)) / 2 + 1).squareRoot()
    }
  }

  init(
    _ source: Lexicon.Line, _ target: Lexicon.Line, _ evidence: Lexicon.Evidence, _ lengths: Lengths
  ) {
    let (sourceMean, targetMean) = (
      Self.mean(evidence.source[...]), Self.mean(evidence.target[...])
    )
    let (sourceShare, targetShare) = (Self.covered(evidence.source), Self.covered(evidence.target))
    let words = Float(source.words + target.words)
    let weight = min(words, 40).squareRoot() / 4
    let deviation = min(max(lengths.deviation(source.characters, target.characters), -6), 6)
    let unknown = (evidence.source + evidence.target).count { $0 == Lexicon.unknown }
    values = [
      1,
      targetMean, sourceMean, min(targetMean, sourceMean),
      targetShare * 2, sourceShare * 2, min(targetShare, sourceShare) * 2,
      min(targetMean, sourceMean) * weight, min(targetShare, sourceShare) * weight * 2,
      log(words) - 3,
      abs(deviation) / 2, max(deviation, 0) / 2, max(-deviation, 0) / 2,
      source.endsWithMark && !target.endsWithMark ? 1 : 0,
      target.endsWithMark && !source.endsWithMark ? 1 : 0,
      Self.bareEnd(evidence.source), Self.bareEnd(evidence.target),
      Self.fall(evidence.source), Self.fall(evidence.target),
      2 * Float(unknown) / max(words, 1),
    ]
  }

  private static func mean(_ values: ArraySlice<Float>) -> Float {
    guard !values.isEmpty else { return 0 }
    return values.reduce(0) { $0 + min(max($1, -3), 6) } / Float(values.count)
  }

  /// The share of words that have a translation on the other side.
  private static func covered(_ values: [Float]) -> Float {
    Float(values.count { $0 > 1 }) / Float(max(1, values.count))
  }

  /// How many words at the end have no translation on the other side.
  private static func bareEnd(_ values: [Float]) -> Float {
    log(1 + Float(values.reversed().prefix { $0 <= 1 }.count))
  }

  /// How much less the last third of the words is translated than the others.
  private static func fall(_ values: [Float]) -> Float {
    guard values.count >= 4 else { return 0 }
    let last = values.count - values.count / 3
    return mean(values[..<last]) - mean(values[last...])
  }
}
