public import ArgumentParser
import CommandSupport
public import Dragoman

extension OptimizerName: ExpressibleByArgument {}
extension ProductPrecision: ExpressibleByArgument {}

/// What products are rounded to, or the fastest on this processor.
enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, float32, bf16

  /// `nil` for what the defaults say, or the run that is resumed.
  var precision: ProductPrecision? {
    switch self {
    case .auto: nil
    case .float32: .float32
    case .bf16: .bfloat16
    }
  }
}

struct OptimisationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Decides all that is left to chance.", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Target tokens of an update.", valueName: "n"))
  var batchTokens: Int?

  @Option(
    help: ArgumentHelp(
      "What changes the weights: Adam, or Muon for the matrices of the layers and Adam for the rest.",
      valueName: "adam|muon"))
  var optimizer: OptimizerName?

  @Option(help: ArgumentHelp("The highest learning rate.", valueName: "rate"))
  var learningRate: Float?

  @Option(help: ArgumentHelp("Updates until the rate is highest.", valueName: "n"))
  var warmup: Int?

  @Option(
    help: ArgumentHelp(
      "What the rate is multiplied with for the encoder, if it was trained before.",
      valueName: "factor"))
  var encoderRate: Float?

  @Option(
    help: ArgumentHelp("Updates in which the encoder does not change, at first.", valueName: "n"))
  var encoderFreeze: Int?

  @Option(help: ArgumentHelp("Longest gradient, 0 for any.", valueName: "norm"))
  var clipNorm: Float?

  @Option(
    help: ArgumentHelp(
      "Share of the averaged weights that an update keeps, 0 for no average.", valueName: "rate"))
  var averageDecay: Float?

  @Option(
    help: ArgumentHelp(
      "Average the weights of so many validations, instead of all with decay.", valueName: "n"))
  var averageCheckpoints: Int?

  @Option(
    help: ArgumentHelp(
      "What numbers are rounded to for products; auto is bf16 where that is faster, on AMD's processors since Zen 4.",
      valueName: "auto|float32|bf16"))
  var precision = PrecisionChoice.auto

  @Option(
    help: ArgumentHelp(
      "What gradients are rounded to on their way between processes; bf16 halves what is sent.",
      valueName: "float32|bf16"))
  var communicate: ProductPrecision?

  @Option(help: ArgumentHelp("Longest side of a pair in tokens.", valueName: "n"))
  var maxLength: Int?

  func validate() throws {
    var options = TrainingOptions()
    apply(to: &options)
    try check(options.fault())
    if averageDecay != nil, averageCheckpoints != nil {
      throw ValidationError(
        "--average-decay and --average-checkpoints contradict each other: choose one average.")
    }
  }

  func apply(to options: inout TrainingOptions) {
    options.seed = seed ?? options.seed
    options.batchTokens = batchTokens ?? options.batchTokens
    options.optimizer = optimizer ?? options.optimizer
    options.learningRate = learningRate ?? options.learningRate
    options.warmup = warmup ?? options.warmup
    options.encoderRate = encoderRate ?? options.encoderRate
    options.encoderFreeze = encoderFreeze ?? options.encoderFreeze
    options.clipNorm = clipNorm ?? options.clipNorm
    options.averageDecay = averageDecay ?? options.averageDecay
    options.averagedCheckpoints = averageCheckpoints ?? options.averagedCheckpoints
    options.precision = precision.precision ?? options.precision
    options.communicate = communicate ?? options.communicate
    options.maximumLength = maxLength ?? options.maximumLength
  }
}
