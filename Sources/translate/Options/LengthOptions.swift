import ArgumentParser
import CommandSupport
import Dragoman

/// How long a translation may be, in tokens with the end mark.
struct LengthOptions: ParsableArguments {
  private static let defaults = LengthLimits()

  @Option(
    help: ArgumentHelp(
      "Shortest translation, in tokens for each token of the source.", valueName: "ratio"))
  var minLengthRatio = defaults.minimumRatio

  @Option(
    help: ArgumentHelp(
      "Longest translation, in tokens for each token of the source; 10 more are always allowed.",
      valueName: "ratio"))
  var maxLengthRatio = defaults.maximumRatio

  @Option(
    help: ArgumentHelp("Shortest translation in tokens, whatever the source.", valueName: "n"))
  var minLength = defaults.minimum

  @Option(
    help: ArgumentHelp(
      "Longest translation in tokens, whatever the source. (default: what the model holds)",
      valueName: "n"))
  var maxLength: Int?

  func validate() throws {
    try check("--min-length-ratio", minLengthRatio, in: 0...100)
    try check("--max-length-ratio", maxLengthRatio, in: 0.1...100)
    try check("--min-length", minLength, in: 0...1_000_000)
    try check("--max-length", maxLength, in: 1...1_000_000)
    guard minLengthRatio <= maxLengthRatio else {
      throw ValidationError(
        "'--min-length-ratio \(minLengthRatio)' is above '--max-length-ratio \(maxLengthRatio)'; lower one or raise the other."
      )
    }
    guard minLength <= maxLength ?? .max else {
      throw ValidationError(
        "'--min-length \(minLength)' is above '--max-length \(maxLength ?? 0)'; lower one or raise the other."
      )
    }
  }

  func set(_ limits: inout LengthLimits) {
    limits.minimumRatio = minLengthRatio
    limits.maximumRatio = maxLengthRatio
    limits.minimum = minLength
    limits.maximum = maxLength ?? limits.maximum
  }
}
