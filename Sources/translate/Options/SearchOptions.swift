public import ArgumentParser
import CommandSupport
public import Dragoman

extension Penalties.LengthFormula: ExpressibleByArgument {}

/// How the best translation is searched for.
struct SearchOptions: ParsableArguments {
  private static let defaults = DecodingOptions()

  @Option(
    help: ArgumentHelp(
      "Hypotheses kept at each step; 1 is greedy search. (default: \(defaults.beamSize))",
      valueName: "n"))
  var beamSize: Int?

  @Option(
    help: ArgumentHelp(
      "Of n translations found or drawn, take the one that the others agree with most.",
      valueName: "n"))
  var mbr: Int?

  @Option(
    help: ArgumentHelp(
      "Power of the length that a hypothesis' log-probability is divided by.", valueName: "alpha"))
  var lengthPenalty = defaults.penalties.length

  @Option(help: "The length as it is, or (5 + length) / 6.")
  var lengthFormula = defaults.penalties.formula

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Taken from the score for each token.", valueName: "penalty"))
  var wordPenalty = defaults.penalties.word

  @Option(
    help: ArgumentHelp(
      "How much it counts that each token of the source was looked at.", valueName: "beta"))
  var coveragePenalty = defaults.penalties.coverage

  @Option(
    help: ArgumentHelp(
      "Makes tokens that are there already less likely; 1 does not.", valueName: "penalty"))
  var repetitionPenalty = defaults.restrictions.repetitionPenalty

  @Option(
    help: ArgumentHelp("No sequence of n tokens comes twice; 0 allows all.", valueName: "n"))
  var noRepeatNgramSize = defaults.restrictions.noRepeatNGram

  func validate() throws {
    var options = Self.defaults
    set(&options)
    try CommandSupport.check(options.fault())
    try CommandSupport.check("--mbr", mbr, in: 2...100)
    guard mbr == nil || beamSize == nil else {
      throw ValidationError(
        "'--mbr' says how many translations are searched for; leave '--beam-size' out.")
    }
  }

  /// Refuses more translations than are searched for.
  func check(nBest: Int?) throws {
    guard let nBest, let most = beamSize ?? mbr, nBest > most else { return }
    let option = beamSize == nil ? "--mbr" : "--beam-size"
    throw ValidationError(
      "'--n-best \(nBest)' is more than '\(option) \(most)' finds; raise '\(option)'.")
  }

  func set(_ options: inout DecodingOptions) {
    options.beamSize = beamSize ?? options.beamSize
    options.penalties.length = lengthPenalty
    options.penalties.formula = lengthFormula
    options.penalties.word = wordPenalty
    options.penalties.coverage = coveragePenalty
    options.restrictions.repetitionPenalty = repetitionPenalty
    options.restrictions.noRepeatNGram = noRepeatNgramSize
  }
}
