public import ArgumentParser
import CommandSupport
public import Dragoman

extension Preset: ExpressibleByArgument {}
extension ModelConfiguration.TiedEmbeddings: ExpressibleByArgument {}

/// Where layers normalise.
enum NormPlace: String, ExpressibleByArgument, CaseIterable {
  case pre, post
}

struct ModelOptions: ParsableArguments {
  @Option(help: "Size of the model: tiny, small or base.")
  var preset: Preset?

  @Option(help: ArgumentHelp("Width of the model.", valueName: "n"))
  var modelSize: Int?

  @Option(help: ArgumentHelp("Layers of the encoder.", valueName: "n"))
  var encoderLayers: Int?

  @Option(help: ArgumentHelp("Layers of the decoder.", valueName: "n"))
  var decoderLayers: Int?

  @Option(help: ArgumentHelp("Attention heads in each layer.", valueName: "n"))
  var heads: Int?

  @Option(help: ArgumentHelp("Inner width of feed-forward layers.", valueName: "n"))
  var feedForwardSize: Int?

  @Option(
    help: ArgumentHelp(
      "Whether sublayers normalise their input (pre) or their sum with it (post).",
      valueName: "pre|post"))
  var norm = NormPlace.pre

  @Option(
    help: ArgumentHelp(
      "What shares one matrix: all, target (embedding and output) or none.",
      valueName: "all|target|none"))
  var tie: ModelConfiguration.TiedEmbeddings?

  @Option(
    help: ArgumentHelp(
      "Model to begin with, whose vocabulary and size the new one has.", valueName: "dir"))
  var fromModel: String?

  @Option(
    help: ArgumentHelp(
      "Encoder to begin with, made by 'train pretrain', whose vocabulary the model has.",
      valueName: "dir"))
  var encoder: String?

  @Option(
    help: ArgumentHelp(
      "Language of the source, if that model knows many.", valueName: "code"))
  var from: String?

  @Option(
    help: ArgumentHelp("Language of the target, likewise.", valueName: "code"))
  var to: String?

  func validate() throws {
    var shape = ModelShape(.tiny)
    apply(to: &shape)
    try check(shape.fault())
    let sizes: [(String, Bool)] = [
      ("--preset", preset != nil), ("--model-size", modelSize != nil),
      ("--encoder-layers", encoderLayers != nil), ("--decoder-layers", decoderLayers != nil),
      ("--heads", heads != nil), ("--feed-forward-size", feedForwardSize != nil),
      ("--norm", norm != .pre), ("--tie", tie != nil),
    ]
    if fromModel != nil, let size = sizes.first(where: \.1) {
      throw ValidationError(
        "--from-model and \(size.0) contradict each other: a model has its size and form.")
    }
    if fromModel != nil, encoder != nil {
      throw ValidationError(
        "--from-model and --encoder contradict each other: a model has an encoder.")
    }
    guard fromModel != nil || (from ?? to) == nil else {
      throw ValidationError("--from and --to are for --from-model; leave them out.")
    }
  }

  func apply(to shape: inout ModelShape) {
    shape.modelSize = modelSize
    shape.encoderLayers = encoderLayers
    shape.decoderLayers = decoderLayers
    shape.heads = heads
    shape.feedForwardSize = feedForwardSize
    shape.normalizesBefore = norm == .pre
    shape.tiedEmbeddings = tie
  }
}
