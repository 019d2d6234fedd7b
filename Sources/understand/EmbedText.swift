public import ArgumentParser
import CommandSupport
public import Dragoman

extension Pooling: ExpressibleByArgument {}

/// `understand embed`: lines of text in, a vector for each out.
struct EmbedText: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Writes a vector for each line, such that like lines have like vectors.",
    usage: "understand embed --model DIR [FILE ...] [options]",
    discussion: """
      Each line of text gives a line of numbers, separated by spaces. A file whose name ends in .npy is a \
      matrix of float32 for 'numpy.load', with a row a line:

        understand embed --model all-MiniLM-L6-v2 --normalize sentences.txt --output vectors.npy

      Of a line that is longer than the model can read the end is left out.
      """)

  @OptionGroup var encoder: EncoderOptions

  @Option(
    help:
      "What stands for a line: the mean of its tokens, the pooler's vector or the first token's.")
  var pooling = Pooling.mean

  @Flag(help: "Bring vectors to length 1, so that the product of two is their cosine.")
  var normalize = false

  @Option(help: ArgumentHelp("File for the vectors instead of standard output.", valueName: "file"))
  var output = "-"

  func run() throws {
    var result = try VectorOutput(path: output)
    try encoder.forEachWindow { lines, _, model in
      try result.append(
        model.embeddings(
          of: lines, pooling: pooling, isNormalized: normalize, threads: encoder.threads))
    }
    try result.close()
  }
}
