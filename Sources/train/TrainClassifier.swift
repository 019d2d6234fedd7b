import ArgumentParser
import CommandSupport
import Dragoman

/// `train classify`: labelled texts in, a classifier out.
struct TrainClassifier: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Trains a classifier of texts, or of pairs of texts.",
    usage: "train classify FILE --model DIR [--encoder DIR] [options]",
    discussion: """
      Each line is a label, a tab and a text, and for pairs a tab and a second text:

        train classify reviews.tsv --valid held-out.tsv --encoder bert-base-uncased --model sentiment

      'understand classify' applies the model, 'evaluate labels' scores it.
      """)

  @Argument(help: "Labelled texts, gzip or not.")
  var file: String

  @Option(help: ArgumentHelp("Labelled texts to validate on.", valueName: "file"))
  var valid: String?

  @Flag(help: "Learn to predict the labels as numbers.")
  var number = false

  @OptionGroup var options: FineTuningOptions

  func run() throws {
    func read(_ path: String) throws -> FineTuningSetup.Target {
      .labels(
        try LabelledCorpus(path: path, invalidUTF8: options.text.invalidUTF8), isNumber: number)
    }
    try options.run(read(file), validation: valid.map(read))
  }
}
