import ArgumentParser
import CommandSupport
import Dragoman

/// What layers drop in training.
struct DropoutOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Dropout of embeddings and sublayers.", valueName: "rate"))
  var dropout: Float?

  @Option(help: ArgumentHelp("Dropout of attention.", valueName: "rate"))
  var attentionDropout: Float?

  @Option(help: ArgumentHelp("Dropout in feed-forward layers.", valueName: "rate"))
  var activationDropout: Float?

  func validate() throws {
    var options = TrainingOptions()
    apply(to: &options)
    try check(options.fault())
  }

  func apply(to options: inout TrainingOptions) {
    options.dropout = dropout ?? options.dropout
    options.attentionDropout = attentionDropout ?? options.attentionDropout
    options.activationDropout = activationDropout ?? options.activationDropout
  }
}
