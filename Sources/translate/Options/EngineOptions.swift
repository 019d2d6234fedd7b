public import ArgumentParser
import CommandSupport
public import Dragoman

extension Precision: ExpressibleByArgument {}

/// How the machine is used.
struct EngineOptions: ParsableArguments {
  @Option(help: "How weights are kept: int8 is faster, float32 is as they were trained.")
  var precision = Precision.int8

  @Flag(help: "Choose among the tokens that the model's 'train shortlist' finds likely: faster.")
  var shortlist = false

  @Option(
    help: ArgumentHelp(
      "Sentences that a thread translates at a time; they never change the result.",
      valueName: "n"))
  var batchSize = DecodingOptions().batchSize

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  func validate() throws {
    var options = DecodingOptions()
    set(&options)
    try check(options.fault())
  }

  func set(_ options: inout DecodingOptions) {
    options.batchSize = batchSize
    options.threads = threads
  }
}
