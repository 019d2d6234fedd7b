import ArgumentParser
import CommandSupport
import Dragoman

struct RegularisationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Dropout of embeddings and sublayers.", valueName: "rate"))
  var dropout: Float?

  @Option(help: ArgumentHelp("Dropout of attention.", valueName: "rate"))
  var attentionDropout: Float?

  @Option(help: ArgumentHelp("Dropout in feed-forward layers.", valueName: "rate"))
  var activationDropout: Float?

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
    options.dropout = dropout ?? options.dropout
    options.attentionDropout = attentionDropout ?? options.attentionDropout
    options.activationDropout = activationDropout ?? options.activationDropout
    options.wordDropout = wordDropout ?? options.wordDropout
    options.subwordDropout = bpeDropout ?? options.subwordDropout
    options.recasing = recase ?? options.recasing
    options.labelSmoothing = labelSmoothing ?? options.labelSmoothing
    options.consistency = rDrop ?? options.consistency
    options.guidedAlignment = guidedAlignment ?? options.guidedAlignment
  }
}
