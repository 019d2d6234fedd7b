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
    var limits = Self.defaults
    set(&limits)
    try check(limits.fault())
  }

  func set(_ limits: inout LengthLimits) {
    limits.minimumRatio = minLengthRatio
    limits.maximumRatio = maxLengthRatio
    limits.minimum = minLength
    limits.maximum = maxLength ?? limits.maximum
  }
}
