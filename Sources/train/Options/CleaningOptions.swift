public import ArgumentParser
import CommandSupport
public import Dragoman

extension PairFault: ExpressibleByArgument {}

/// Which corpus is looked at, and what for.
struct CleaningOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Source sentences, one a line.", valueName: "file"))
  var source: String

  @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
  var target: String

  @Option(
    help: ArgumentHelp(
      "Test set, of either side, which the corpus must not have lines of; may be repeated.",
      valueName: "file"))
  var test: [String] = []

  @Option(
    help: ArgumentHelp("Language of the source, if most lines are not in it.", valueName: "code"))
  var from: String?

  @Option(help: ArgumentHelp("Language of the target, likewise.", valueName: "code"))
  var to: String?

  @Flag(help: "Judge by rules alone, without learning which words translate each other.")
  var rulesOnly = false

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  func validate() throws {
    try check("--threads", threads, in: 1...256)
    if source == "-" || target == "-" {
      throw ValidationError("A corpus is read twice, which standard input cannot be. Name a file.")
    }
    if source == target {
      throw ValidationError("--source and --target are the same file.")
    }
  }

  /// Examines the corpus, showing how far it is.
  ///
  /// - Throws: `InputError` when a file cannot be used, or what `visit` throws.
  func examine(
    allowed: Set<PairFault> = [], _ visit: (PairJudgement) throws -> Void = { _ in }
  ) throws -> CorpusFindings {
    let progress = LineProgress()
    defer { progress.end() }
    var options = CorpusExamination.Options()
    options.heldOut = test
    options.sourceLanguage = from
    options.targetLanguage = to
    options.learns = !rulesOnly
    options.threads = threads
    options.allowed = allowed
    let files = CorpusFiles(source: source, target: target)
    let examination = try CorpusExamination(files, options: options) { progress.add($0) }
    let findings = try examination.run {
      try visit($0)
      if $0.line % 1_000 == 0 { progress.add(1_000) }
    }
    progress.end()
    note(replacements: findings.replacements, in: "\(source) and \(target)")
    return findings
  }
}
