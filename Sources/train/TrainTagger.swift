import ArgumentParser
import CommandSupport
import Dragoman

/// `train tag`: sentences with tagged words in, a tagger out.
struct TrainTagger: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Trains a tagger of words, such as of names.",
    usage: "train tag FILE --model DIR [--encoder DIR] [options]",
    discussion: """
      Each line is a word and, as its last column, a tag; blank lines stand between sentences. Tags are O, or \
      B- and I- with the name of what a stretch of words is:

        train tag names.conll --valid held-out.conll --encoder bert-base-cased --model names

      'understand tag' applies the model, 'evaluate tags' scores it.
      """)

  @Argument(help: "Tagged sentences, gzip or not.")
  var file: String

  @Option(help: ArgumentHelp("Tagged sentences to validate on.", valueName: "file"))
  var valid: String?

  @OptionGroup var options: FineTuningOptions

  func run() throws {
    func read(_ path: String) throws -> FineTuningSetup.Target {
      .tags(try TaggedCorpus(path: path, invalidUTF8: options.text.invalidUTF8))
    }
    try options.run(read(file), validation: valid.map(read))
  }
}
