public import ArgumentParser
import CommandSupport
import Dragoman

/// Which metrics, and how they count; the names are sacreBLEU's.
struct MetricOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Any of bleu, chrf and ter.", valueName: "metric"))
  var metrics = ["bleu"]

  @Option(help: "BLEU: how lines are cut into tokens.")
  var tokenize = MetricTokenizer.mteval13a

  @Flag(help: "BLEU: make no difference between upper and lower case.")
  var lowercase = false

  @Option(help: "BLEU: what stands for a count of 0.")
  var smoothMethod = BLEUSmoothing.Method.exponential

  @Option(
    help: ArgumentHelp(
      "BLEU: the number of --smooth-method floor (default: 0.1) or add-k (1).", valueName: "x"))
  var smoothValue: Double?

  @Option(help: ArgumentHelp("chrF: longest n-grams of characters.", valueName: "n"))
  var chrfCharOrder = ChrF().characterOrder

  @Option(help: ArgumentHelp("chrF: longest n-grams of words; 2 for chrF++.", valueName: "n"))
  var chrfWordOrder = ChrF().wordOrder

  @Option(help: ArgumentHelp("chrF: weight of recall against precision.", valueName: "n"))
  var chrfBeta = ChrF().beta

  @Flag(help: "chrF: count white space among the characters.")
  var chrfWhitespace = false

  @Flag(help: "chrF: make no difference between upper and lower case.")
  var chrfLowercase = false

  @Flag(help: "chrF: smooth as chrF++.py, NLTK and Moses do.")
  var chrfEpsSmoothing = false

  @Flag(help: "TER: part punctuation from words.")
  var terNormalized = false

  @Flag(help: "TER: drop punctuation.")
  var terNoPunct = false

  @Flag(help: "TER: treat Chinese and Japanese characters as words.")
  var terAsianSupport = false

  @Flag(help: "TER: make a difference between upper and lower case.")
  var terCaseSensitive = false

  func validate() throws {
    for (index, name) in metrics.enumerated() {
      if let problem = problem(name, before: metrics[..<index]) {
        throw ValidationError("The value '\(name)' is invalid for '--metrics': \(problem)")
      }
    }
    try check("--smooth-value", smoothValue, in: 0...1000)
    try check("--chrf-char-order", chrfCharOrder, in: 0...100)
    try check("--chrf-word-order", chrfWordOrder, in: 0...100)
    try check("--chrf-beta", chrfBeta, in: 0...1000)
    guard chrfCharOrder + chrfWordOrder > 0 else {
      throw ValidationError(
        "The value '0' is invalid for '--chrf-char-order': there would be nothing to count.")
    }
  }

  private func problem(_ name: String, before: ArraySlice<String>) -> String? {
    if before.contains(name) { return "it is there twice." }
    if Self.names.contains(name) { return nil }
    return closestName(to: name, among: Self.names).map { "did you mean '\($0)'?" }
      ?? "the metrics are bleu, chrf and ter; name files before them."
  }

  private static let names = ["bleu", "chrf", "ter"]

  /// The metrics in the order in which they were named.
  var selected: [any Metric] {
    metrics.map { name in
      switch name {
      case "chrf":
        ChrF(
          characterOrder: chrfCharOrder, wordOrder: chrfWordOrder, beta: chrfBeta,
          lowercase: chrfLowercase, whitespace: chrfWhitespace, epsilonSmoothing: chrfEpsSmoothing)
      case "ter":
        TER(
          normalized: terNormalized, noPunctuation: terNoPunct, asianSupport: terAsianSupport,
          caseSensitive: terCaseSensitive)
      default:
        BLEU(
          tokenizer: tokenize, lowercase: lowercase,
          smoothing: BLEUSmoothing(smoothMethod, value: smoothValue))
      }
    }
  }
}

extension MetricOptions {
  /// What is suspicious about counting words of a script in `reference`.
  func warnings(about reference: TestFile, in script: Script?) -> [InputWarning] {
    guard metrics.contains("bleu"), tokenize == .mteval13a, let script, script.isUnspaced else {
      return []
    }
    return [
      InputWarning(
        reference.name, "\(script) has no spaces, so BLEU's tokens are whole sentences",
        remedy: "use --tokenize \(script.isHan ? "zh" : "char"), or --metrics chrf")
    ]
  }
}

extension MetricTokenizer: ExpressibleByArgument {}
extension BLEUSmoothing.Method: ExpressibleByArgument {}
