import ArgumentParser
import CommandSupport
import Dragoman

/// `train clean`: a corpus in, a better one out, and what is not in it with the reasons.
struct TrainClean: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Takes out of a parallel corpus what is wrong with it.",
    usage:
      "train clean --source FILE --target FILE --output-source FILE --output-target FILE [options]",
    discussion: """
      Pairs that can be repaired are repaired, others that are wrong are left out. 'train inspect' says \
      beforehand what is found.

        train clean --source raw.en --target raw.de --test test.de \\
          --output-source train.en --output-target train.de --rejected why.tsv
      """)

  @OptionGroup var corpus: CleaningOptions

  @Option(help: ArgumentHelp("File for the sources that stay.", valueName: "file"))
  var outputSource: String

  @Option(help: ArgumentHelp("File for the targets that stay.", valueName: "file"))
  var outputTarget: String

  @Option(
    help: ArgumentHelp(
      "File for pairs that were dropped or repaired: line, fate, faults, soundness, source and target as they were.",
      valueName: "tsv"))
  var rejected: String?

  @Option(
    help: ArgumentHelp(
      "A fault that does not matter, by its name in the table; may be repeated.",
      valueName: "fault"))
  var allow: [PairFault] = []

  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    let outputs = [outputSource, outputTarget] + [rejected].compactMap(\.self)
    if outputs.contains("-") {
      throw ValidationError("Standard output is for the table. Name a file for each output.")
    }
    guard Set(outputs).count == outputs.count else {
      throw ValidationError("Each output is to be a file of its own.")
    }
    if let file = outputs.first(where: { [corpus.source, corpus.target].contains($0) }) {
      throw ValidationError("“\(file)” is read and cannot be written at the same time.")
    }
  }

  func run() throws {
    let source = try OutputFile(path: outputSource)
    let target = try OutputFile(path: outputTarget)
    let list = try rejected.map { try OutputFile(path: $0) }
    let findings = try corpus.examine(allowed: Set(allow)) { judgement in
      if judgement.fate != .dropped {
        try source.write(line: judgement.repaired.source)
        try target.write(line: judgement.repaired.target)
      }
      if judgement.fate != .kept { try list?.write(line: Self.row(judgement)) }
    }
    try source.close()
    try target.close()
    try list?.close()
    print(FindingsTable(findings).text)
  }

  private static func row(_ judgement: PairJudgement) -> String {
    [
      "\(judgement.line)", judgement.fate.rawValue,
      judgement.faults.map(\.rawValue).joined(separator: ","),
      judgement.soundness.map { Figures.decimal(Double($0), places: 3) } ?? "",
      judgement.source, judgement.target,
    ].map { $0.replacing("\t", with: " ") }.joined(separator: "\t")
  }
}
