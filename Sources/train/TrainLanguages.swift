import ArgumentParser
import CommandSupport
import Dragoman

/// `train languages`: text of languages in, the model that tells them apart out.
struct TrainLanguages: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "languages",
    abstract: "Learns to tell languages apart.",
    usage: "train languages CODE=FILE ... --output FILE [options]",
    discussion: """
      A language may have several files:

        train languages de=a.de de=b.de en=a.en --output languages.txt
      """)

  @Argument(
    help: ArgumentHelp("Languages and files of text, a sentence a line.", valueName: "code=file"))
  var texts: [String]

  @Option(help: ArgumentHelp("File for the model.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Lines that are read of each file.", valueName: "n"))
  var lines = 60_000

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @OptionGroup var text: TextOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try check("--lines", lines, in: 1...10_000_000)
    try check("--threads", threads, in: 1...256)
  }

  func run() throws {
    var samples: [LanguageLearner.Sample] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw InputError(text, "is not a language's code, “=” and a file, such as “de=text.de”.")
      }
      let reader = try LineReader(path: parts[1], invalidUTF8: self.text.invalidUTF8)
      let read = try reader.next(bytes: .max, atMost: lines)
      if let index = samples.firstIndex(where: { $0.language == parts[0] }) {
        samples[index].lines += read
      } else {
        samples.append(LanguageLearner.Sample(language: parts[0], lines: read))
      }
    }
    guard samples.count >= 2 else {
      throw InputError(
        "train languages", "has \(samples.count) languages; there must be two or more.")
    }
    let file = try OutputFile(path: output)
    for line in LanguageLearner.learn(samples, threads: threads).lines {
      try file.write(line: line)
    }
    try file.close()
  }
}
