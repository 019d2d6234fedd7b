public import ArgumentParser
import CommandSupport
public import Dragoman

extension EncoderShape.Form: ExpressibleByArgument {}

/// The size and form of an encoder.
struct EncoderShapeOptions: ParsableArguments {
  @Option(help: "Size of the model: tiny, small or base.")
  var preset: Preset?

  @Option(
    help: ArgumentHelp(
      "Form of the encoder: that of a translator, which may then begin with it, or BERT's.",
      valueName: "translator|bert"))
  var form = EncoderShape.Form.translator

  @Option(help: ArgumentHelp("Width of the model.", valueName: "n"))
  var modelSize: Int?

  @Option(help: ArgumentHelp("Layers of the encoder.", valueName: "n"))
  var layers: Int?

  @Option(help: ArgumentHelp("Attention heads in each layer.", valueName: "n"))
  var heads: Int?

  @Option(help: ArgumentHelp("Inner width of feed-forward layers.", valueName: "n"))
  var feedForwardSize: Int?

  func validate() throws {
    var shape = EncoderShape(.tiny)
    apply(to: &shape)
    try check(shape.fault())
  }

  func apply(to shape: inout EncoderShape) {
    shape.form = form
    shape.width = modelSize
    shape.layers = layers
    shape.heads = heads
    shape.feedForwardWidth = feedForwardSize
  }
}
