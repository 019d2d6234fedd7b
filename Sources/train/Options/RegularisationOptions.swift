import ArgumentParser
import CommandSupport
import Dragoman

struct RegularisationOptions: ParsableArguments {
  @OptionGroup(title: "Regularisation") var layers: DropoutOptions

  @Option(help: ArgumentHelp("Dropout of whole tokens.", valueName: "rate"))
  var wordDropout: Float?

  @Option(
    help: ArgumentHelp(
      "Merges left out at random, so that words are split anew each time.", valueName: "rate"))
  var bpeDropout: Float?

  @Option(
    help: ArgumentHelp(
      "Share of pairs shown in capitals or in title case, so that such lines can be translated.",
      valueName: "rate"))
  var recase: Float?

  @Option(help: ArgumentHelp("Probability spread over the vocabulary.", valueName: "rate"))
  var labelSmoothing: Float?

  @Option(
    help: ArgumentHelp(
      "Weight of the agreement of two passes over each pair (R-Drop); doubles the work, 0 does not.",
      valueName: "weight"))
  var rDrop: Float?

  @Option(
    help: ArgumentHelp(
      "Weight of learning alignments, for the alignments of translate; 0.1 is usual.",
      valueName: "weight"))
  var guidedAlignment: Float?

  func validate() throws {
    var options = TrainingOptions()
    apply(to: &options)
    try check(options.fault())
  }

  func apply(to options: inout TrainingOptions) {
    layers.apply(to: &options)
    options.wordDropout = wordDropout ?? options.wordDropout
    options.subwordDropout = bpeDropout ?? options.subwordDropout
    options.recasing = recase ?? options.recasing
    options.labelSmoothing = labelSmoothing ?? options.labelSmoothing
    options.consistency = rDrop ?? options.consistency
    options.guidedAlignment = guidedAlignment ?? options.guidedAlignment
  }
}
