import ArgumentParser
import CommandSupport
import Dragoman

@main
struct Understand: DragomanCommand {
  static let configuration = CommandConfiguration(
    commandName: "understand",
    abstract: "Says things about text: vectors, labels, names, missing words, languages.",
    discussion: """
      A model is a folder that 'train pretrain' made, or one of Hugging Face's BERT models, as it is:

        understand embed --model all-MiniLM-L6-v2 sentences.txt --output vectors.npy
        echo "The old miller walked to the [MASK]." | understand fill --model bert-base-uncased
      """,
    version: dragomanVersion,
    subcommands: [
      EmbedText.self, FillMasks.self, ClassifyText.self, TagWords.self, TellLanguage.self,
    ])
}
