import ArgumentParser
import CommandSupport
import Dragoman

/// `evaluate translations`: translations and references in, scores out.
struct EvaluateTranslations: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "translations",
    abstract: "Scores translations against references, with sacreBLEU's digits.",
    discussion: """
      EXAMPLES:
        translate --model model test.en | evaluate --reference test.de
        evaluate old.de new.de --reference test.de --metrics bleu chrf ter
        evaluate --model model --source test.en --reference test.de --report report.html

      Of several systems the first is the baseline that the others are compared with.
      """)

  @Argument(help: "Files with one translation a line, one for each system; - is standard input.")
  var systems: [String] = []

  @Option(
    name: .customLong("reference"),
    help: ArgumentHelp(
      "File with one reference a line; may be repeated for several references.",
      valueName: "file"))
  var references: [String]

  @Option(help: ArgumentHelp("File with the sentences that were translated.", valueName: "file"))
  var source: String?

  @OptionGroup(title: "Metrics") var metricOptions: MetricOptions
  @OptionGroup(title: "Significance") var resamplingOptions: ResamplingOptions
  @OptionGroup(title: "Output") var outputOptions: OutputOptions
  @OptionGroup(title: "Translating") var modelOptions: ModelOptions

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try check("--threads", threads, in: 1...256)
    let files = systemPaths + references + [source].compactMap(\.self)
    guard files.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError(
        "Standard input can be one of the systems, references and source only; name files.")
    }
    guard modelOptions.model == nil || source != nil else {
      throw ValidationError("'--model' needs '--source', the sentences to translate.")
    }
    try outputOptions.validate(
      systems: systemPaths.count + (modelOptions.model == nil ? 0 : 1),
      metrics: metricOptions.metrics.count)
  }

  func run() throws {
    let output = try OutputFile()
    let reportFile = try outputOptions.report.map(AtomicFile.init)
    var testSet = try TestSet(
      systems: systemPaths, references: references, source: source, threads: threads)
    if let system = try modelOptions.translate(testSet.source, threads: threads) {
      testSet.systems.append(system)
    }
    let checks = InputChecks(
      references: testSet.references.map(\.lines), source: testSet.source?.lines)
    for warning in testSet.warnings(checks)
      + metricOptions.warnings(about: testSet.references[0], in: checks.script)
    {
      note("warning: \(warning)")
    }
    var evaluation = try SystemEvaluation(
      of: testSet.systems.map(\.lines), references: testSet.references.map(\.lines),
      metrics: metricOptions.selected, threads: threads)
    if resamplingOptions.confidence && outputOptions.showsConfidence {
      let (test, resampling) = resamplingOptions.test(
        systems: testSet.systems.count, threads: threads)
      evaluation.resample(test, resampling)
    }
    for line in outputOptions.lines(evaluation, testSet) { try output.write(line: line) }
    try output.close()
    if let reportFile {
      let text = EvaluationReport(evaluation, testSet, decimals: outputOptions.width).text
      try Array(text.utf8).withUnsafeBytes(reportFile.append)
      try reportFile.commit()
    }
  }

  /// Standard input when nothing else is to be scored.
  private var systemPaths: [String] {
    systems.isEmpty && modelOptions.model == nil ? ["-"] : systems
  }
}
