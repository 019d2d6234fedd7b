import ArgumentParser
import CommandSupport
import Dragoman

/// `understand fill`: lines with masks in, likely tokens for each mask out.
struct FillMasks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fill",
    abstract: "Says which tokens are likely where a line has [MASK].",
    usage: "understand fill --model DIR [--best N] [FILE ...] [options]",
    discussion: """
      Each mask gives the likeliest tokens, one a line: the number of the line, that of the mask in it, the \
      token and its probability, separated by tabs:

        echo "The old miller walked to the [MASK]." | understand fill --model bert-base-uncased --best 3

      A mask is spelled [MASK], or as the vocabulary of the model has it.
      """)

  @OptionGroup var encoder: EncoderOptions

  @Option(help: ArgumentHelp("Tokens for each mask.", valueName: "n"))
  var best = 5

  @Option(help: ArgumentHelp("File for the tokens instead of standard output.", valueName: "file"))
  var output = "-"

  func validate() throws {
    try check("--best", best, in: 1...100_000)
  }

  func run() throws {
    let result = try OutputFile(path: output)
    try encoder.forEachWindow { lines, first, model in
      let mask = try model.mask
      let texts = lines.map { $0.replacing("[MASK]", with: mask) }
      let filled = try model.fill(texts, best: best, threads: encoder.threads)
      for (line, masks) in filled.enumerated() {
        for (number, candidates) in masks.enumerated() {
          for candidate in candidates {
            let probability = Figures.decimal(candidate.probability, places: 4)
            try result.write(
              line: "\(first + line + 1)\t\(number + 1)\t\(candidate.text)\t\(probability)")
          }
        }
      }
      try result.flush()
    }
    try result.close()
  }
}
