import ArgumentParser
import CommandSupport
import Dragoman

/// `understand tag`: sentences in, the tags of their words out.
struct TagWords: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Finds names, or whatever the model was trained to find, in each line.",
    usage: "understand tag --model DIR [FILE ...] [options]",
    discussion: """
      Words are what stands between spaces, and each punctuation mark is one. They are written one a line \
      with their tags, and a blank line after each sentence, or in one line with the stretches in brackets:

        echo "Ada Lovelace lived in London." | understand tag --model names --format inline
        [Ada Lovelace](PER) lived in [London](LOC) .
      """)

  /// How tags are shown.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case conll, inline
  }

  @OptionGroup var encoder: EncoderOptions

  @Option(help: ArgumentHelp("How tags are shown.", valueName: "conll|inline"))
  var format = Format.conll

  @Option(help: ArgumentHelp("File for the tags instead of standard output.", valueName: "file"))
  var output = "-"

  func run() throws {
    let result = try OutputFile(path: output)
    try encoder.forEachWindow { lines, _, model in
      let sentences = lines.map(TaggedWords.words)
      let tags = try model.tag(sentences, threads: encoder.threads)
      for (words, tags) in zip(sentences, tags) {
        let sentence = TaggedWords(words: words, tags: tags)
        for line in format == .inline ? [sentence.inline] : sentence.columns + [""] {
          try result.write(line: line)
        }
      }
      try result.flush()
    }
    try result.close()
  }
}
