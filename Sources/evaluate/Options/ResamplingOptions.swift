import ArgumentParser
import CommandSupport
import Dragoman

/// How sure the scores are; the names are sacreBLEU's.
struct ResamplingOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "Estimate by resampling how sure the scores and differences are.")
  var confidence = true

  @Option(
    help: ArgumentHelp("Bootstrap samples for the interval of one system.", valueName: "n"))
  var confidenceN = PairedTest.bootstrap.defaultSamples

  @Flag(help: "Compare systems with the first by paired bootstrap; this is the default.")
  var pairedBs = false

  @Flag(help: "Compare systems with the first by paired approximate randomisation.")
  var pairedAr = false

  @Option(help: ArgumentHelp("Samples of the paired bootstrap.", valueName: "n"))
  var pairedBsN = PairedTest.bootstrap.defaultSamples

  @Option(help: ArgumentHelp("Trials of the approximate randomisation.", valueName: "n"))
  var pairedArN = PairedTest.approximateRandomization.defaultSamples

  @Option(help: "What the random samples depend on.")
  var seed = Resampling().seed

  func validate() throws {
    try check("--confidence-n", confidenceN, in: 1...1_000_000)
    try check("--paired-bs-n", pairedBsN, in: 1...1_000_000)
    try check("--paired-ar-n", pairedArN, in: 1...1_000_000)
    guard !pairedBs || !pairedAr else {
      throw ValidationError("Choose one of '--paired-bs' and '--paired-ar'.")
    }
  }

  /// The test to make of so many systems, and its samples.
  func test(systems: Int, threads: Int) -> (test: PairedTest, resampling: Resampling) {
    let test = pairedAr && systems > 1 ? PairedTest.approximateRandomization : .bootstrap
    let samples = systems == 1 ? confidenceN : pairedAr ? pairedArN : pairedBsN
    return (test, Resampling(samples: samples, seed: seed, threads: threads))
  }
}
