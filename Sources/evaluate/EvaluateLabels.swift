import ArgumentParser
import CommandSupport
import Dragoman

/// `evaluate labels`: predicted labels and right ones in, scores out.
struct EvaluateLabels: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels",
    abstract: "Scores the labels of texts, with scikit-learn's digits.",
    usage: "evaluate labels [FILE] --gold FILE [--number] [options]",
    discussion: """
      The first column of each line is a label; what stands after a tab does not count, so that what 'understand \
      classify' writes and what 'train classify' reads are both taken as they are:

        cut -f 2 test.tsv | understand classify --model sentiment | evaluate labels --gold test.tsv
      """)

  @Argument(help: "File with the predicted labels; standard input if there is none, or for '-'.")
  var predicted = "-"

  @Option(help: ArgumentHelp("File with the right labels.", valueName: "file"))
  var gold: String

  @Flag(help: "Take labels for numbers, and print their correlation.")
  var number = false

  @Option(help: ArgumentHelp("Decimals.", valueName: "n"))
  var width = 4

  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try check("--width", width, in: 0...15)
  }

  func run() throws {
    let (right, found) = (try labels(gold), try labels(predicted))
    guard right.lines.count == found.lines.count else {
      throw InputError(
        found.name,
        "\(Figures.count(found.lines.count)) labels, but \(right.name) has \(Figures.count(right.lines.count)).",
        remedy: "Give a label for each text.")
    }
    let output = try OutputFile()
    for line in try number ? correlation(right, found) : scores(right, found) {
      try output.write(line: line)
    }
    try output.close()
  }

  /// The first columns of a file.
  private func labels(_ path: String) throws -> TestFile {
    let file = try TestFile(path: path)
    return TestFile(
      name: file.name, lines: file.lines.map { String($0.prefix { $0 != "\t" }) })
  }

  private func figure(_ value: Double) -> String { Figures.decimal(value, places: width) }

  private func scores(_ right: TestFile, _ found: TestFile) -> [String] {
    let scores = ClassificationScores(gold: right.lines, predicted: found.lines)
    var table = TextTable([.left, .right, .right, .right, .right])
    table.add(["class", "precision", "recall", "F1", "texts"])
    for row in scores.classes {
      table.add([
        row.name, figure(row.precision), figure(row.recall), figure(row.f1), "\(row.support)",
      ])
    }
    return [
      "accuracy = \(figure(scores.accuracy))", "macro F1 = \(figure(scores.macroF1))",
      "micro F1 = \(figure(scores.accuracy))", "weighted F1 = \(figure(scores.weightedF1))",
      "Matthews = \(figure(scores.matthews))", "",
    ] + table.lines
  }

  private func correlation(_ right: TestFile, _ found: TestFile) throws -> [String] {
    guard right.lines.count > 1 else {
      throw InputError(right.name, "has one number; a correlation needs two or more.")
    }
    func numbers(_ file: TestFile) throws -> [Double] {
      try file.lines.enumerated().map { index, line in
        guard let number = Double(line), number.isFinite else {
          throw InputError("\(file.name):\(index + 1)", "the label is \(line), expected a number.")
        }
        return number
      }
    }
    let correlation = Correlation(gold: try numbers(right), predicted: try numbers(found))
    return [
      "Pearson = \(figure(correlation.pearson))", "Spearman = \(figure(correlation.spearman))",
    ]
  }
}
