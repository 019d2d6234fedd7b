import ArgumentParser
import Dragoman

/// The time to split English text into sentences on one thread: line by line as it is, where most lines
/// are one sentence, and in paragraphs of five lines.
struct SentenceBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sentences", abstract: "Measures how fast English text is split into sentences.")

  @Argument(help: "The text.")
  var text: String

  @Option(help: ArgumentHelp("Runs of which the median is taken.", valueName: "n"))
  var runs = 5

  func run() throws {
    let lines = try readLines(text)
    let paragraphs = stride(from: 0, to: lines.count, by: 5).map {
      lines[$0..<min($0 + 5, lines.count)].joined(separator: " ")
    }
    let (byLine, byParagraph) = (speed(of: lines, runs: runs), speed(of: paragraphs, runs: runs))
    print("sentences: \(byLine) MB/s line by line, \(byParagraph) MB/s in paragraphs of five lines")
  }

  private func speed(of texts: [String], runs: Int) -> String {
    let splitter = SentenceSplitter(language: "en")
    let seconds = medianSeconds(runs: runs) {
      for text in texts { _ = splitter.split(text) }
    }
    let megabytes = Double(texts.reduce(0) { $0 + $1.utf8.count + 1 }) / 1e6
    return Figures.decimal(megabytes / seconds, places: 1)
  }
}
