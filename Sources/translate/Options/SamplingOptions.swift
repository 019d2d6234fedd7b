import ArgumentParser
import CommandSupport
import Dragoman

/// How random translations are drawn. Any of the options but the seed asks for it.
struct SamplingOptions: ParsableArguments {
  private static let defaults = Sampling()

  @Flag(help: "Draw translations at random, as many as --n-best says, instead of searching.")
  var sample = false

  @Option(
    help: ArgumentHelp(
      "Below 1 prefers likely tokens, above 1 evens out. (default: \(defaults.temperature))",
      valueName: "t"))
  var samplingTemperature: Float?

  @Option(
    help: ArgumentHelp(
      "Draw from the n likeliest tokens. (default: \(defaults.topK))", valueName: "n"))
  var samplingTopk: Int?

  @Option(
    help: ArgumentHelp(
      "Draw from the fewest tokens with probability p together. (default: \(defaults.topP))",
      valueName: "p"))
  var samplingTopp: Float?

  @Option(
    help: ArgumentHelp(
      "The same seed draws the same translations. (default: \(defaults.seed))", valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    try CommandSupport.check(options?.fault())
    guard isOn || seed == nil else {
      throw ValidationError("'--seed' is for sampling; leave it out, or add '--sample'.")
    }
  }

  /// Refuses options of search that mean nothing here.
  func check(_ search: SearchOptions) throws {
    guard isOn, search.beamSize != nil else { return }
    throw ValidationError(
      "'--beam-size' does not go with sampling; '--n-best' says how many translations are drawn.")
  }

  var isOn: Bool {
    sample || samplingTemperature != nil || samplingTopk != nil || samplingTopp != nil
  }

  /// `nil` where nothing is drawn.
  var options: Sampling? {
    guard isOn else { return nil }
    var options = Self.defaults
    options.temperature = samplingTemperature ?? options.temperature
    options.topK = samplingTopk ?? options.topK
    options.topP = samplingTopp ?? options.topP
    options.seed = seed ?? options.seed
    return options
  }
}
