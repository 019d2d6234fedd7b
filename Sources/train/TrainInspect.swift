import ArgumentParser
import CommandSupport
import Dragoman

/// `train inspect`: a corpus in, what is wrong with it out.
struct TrainInspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Says what is wrong with a parallel corpus.",
    usage: "train inspect --source FILE --target FILE [options]",
    discussion: """
      It learns from the corpus itself which words translate each other, and says what else is there: other \
      languages, copies, cut sides, numbers that do not match, lines that slipped, test sentences. 'train \
      clean' takes it out.

        train inspect --source train.en --target train.de --test test.de --report corpus.html
      """)

  @OptionGroup var corpus: CleaningOptions

  @Option(help: ArgumentHelp("File for a page with charts and examples.", valueName: "html"))
  var report: String?

  @OptionGroup var configurationFile: ConfigurationOption

  func run() throws {
    let page = try report.map { try OutputFile(path: $0) }
    let findings = try corpus.examine()
    print(FindingsTable(findings).text)
    guard let page else { return }
    try page.write(lines: Array(CorpusReport(findings, corpus).text.utf8))
    try page.close()
  }
}
