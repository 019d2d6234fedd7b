import ArgumentParser
import CommandSupport
import Dragoman

/// `evaluate tags`: predicted tags and right ones in, scores out.
struct EvaluateTags: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tags",
    abstract: "Scores tagged words by the stretches that were found, with seqeval's digits.",
    usage: "evaluate tags [FILE] --gold FILE [options]",
    discussion: """
      Both files have a word a line and its tag in the last column, and blank lines between sentences. A \
      stretch is right when both its ends and its kind are:

        evaluate tags predicted.conll --gold test.conll
      """)

  @Argument(help: "File with the predicted tags; standard input if there is none, or for '-'.")
  var predicted = "-"

  @Option(help: ArgumentHelp("File with the right tags.", valueName: "file"))
  var gold: String

  @Option(help: ArgumentHelp("Decimals.", valueName: "n"))
  var width = 4

  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try check("--width", width, in: 0...15)
  }

  func run() throws {
    let right = try TaggedCorpus(path: gold)
    // What a model predicts may begin a stretch with I-.
    let found = try TaggedCorpus(path: predicted, isStrict: false)
    try checkWords(right, found)
    let scores = EntityScores(
      gold: right.sentences.map(\.tags), predicted: found.sentences.map(\.tags))
    var table = TextTable([.left, .right, .right, .right, .right])
    table.add(["", "precision", "recall", "F1", "stretches"])
    func add(_ name: String, _ score: PrecisionRecall, _ support: Int) {
      let figures = [score.precision, score.recall, score.f1].map {
        Figures.decimal($0, places: width)
      }
      table.add([name] + figures + ["\(support)"])
    }
    for kind in scores.kinds { add(kind.name, kind.score, kind.support) }
    let support = scores.kinds.reduce(0) { $0 + $1.support }
    add("all (micro)", scores.micro, support)
    add("mean (macro)", scores.macro, support)
    let output = try OutputFile()
    try output.write(line: "accuracy = \(Figures.decimal(scores.accuracy, places: width))")
    for line in table.lines { try output.write(line: line) }
    try output.close()
  }

  /// Sees that both files have the same sentences.
  private func checkWords(_ right: TaggedCorpus, _ found: TaggedCorpus) throws {
    guard right.sentences.count == found.sentences.count else {
      throw InputError(
        found.path,
        "\(Figures.count(found.sentences.count)) sentences, but \(right.path) has "
          + "\(Figures.count(right.sentences.count)).",
        remedy: "Tag the words of the same sentences.")
    }
    for (one, other) in zip(right.sentences, found.sentences)
    where one.words.count != other.words.count {
      throw InputError(
        "\(found.path):\(other.line)",
        "a sentence of \(other.words.count) words, but that at \(right.path):\(one.line) has \(one.words.count).",
        remedy: "Tag the words as they stand there.")
    }
  }
}
