import ArgumentParser
import CommandSupport
import Dragoman

/// `understand classify`: texts in, their labels out.
struct ClassifyText: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Says to which class each line belongs, and how likely that is.",
    usage: "understand classify --model DIR [FILE ...] [options]",
    discussion: """
      A line is a text, or two texts with a tab between for a model that was trained on pairs. Each gives a \
      line: the likeliest class, a tab and its probability. A model that was trained on numbers gives a number:

        understand classify --model sentiment reviews.txt
      """)

  @OptionGroup var encoder: EncoderOptions

  @Flag(help: "Show all classes with their probabilities, the likeliest first.")
  var all = false

  @Option(help: ArgumentHelp("File for the labels instead of standard output.", valueName: "file"))
  var output = "-"

  func run() throws {
    let result = try OutputFile(path: output)
    try encoder.forEachWindow { lines, _, model in
      let texts = lines.map { line in
        let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        return (first: String(parts[0]), second: parts.count > 1 ? String(parts[1]) : nil)
      }
      if model.predictsNumber {
        for number in try model.numbers(of: texts, threads: encoder.threads) {
          try result.write(line: Figures.decimal(number, places: 4))
        }
      } else {
        for probabilities in try model.classify(texts, threads: encoder.threads) {
          try result.write(line: line(model.classes, probabilities))
        }
      }
      try result.flush()
    }
    try result.close()
  }

  private func line(_ classes: [String], _ probabilities: [Double]) -> String {
    let order = probabilities.indices.sorted {
      (-probabilities[$0], $0) < (-probabilities[$1], $1)
    }
    return order.prefix(all ? classes.count : 1).map { number in
      "\(classes[number])\t\(Figures.decimal(probabilities[number], places: 4))"
    }.joined(separator: "\t")
  }
}
